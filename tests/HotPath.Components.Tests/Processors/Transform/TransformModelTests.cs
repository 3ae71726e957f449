using FsCheck;
using FsCheck.Fluent;
using HotPath.Components.Processors.Transform;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.Transform;

/// <summary>Random statements on random requests, against the same done to objects, statement by statement.</summary>
public sealed class TransformModelTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(150);

    // What becomes of unknown fields inside a value that is copied is not what this is about.
    private static readonly Google.Protobuf.MessageParser<ExportTraceServiceRequest> Parser =
        ExportTraceServiceRequest.Parser.WithDiscardUnknownFields(discardUnknownFields: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spans_RandomStatements_ComeOutAsTheObjectsDo(bool isOdd)
    {
        (int ran, int failed) = (0, 0);
        Prop.ForAll(OtlpArbitrary.Of(Signal.Traces, Seasoning.Apply), request =>
        {
            byte[] bytes = isOdd ? request.OddBytesOfWholeValues() : request.PlainBytes();
            var expected = Parser.ParseFrom(bytes);
            if (OtlpOracle.Count(expected).Items == 0)
            {
                return;
            }

            var random = new Random(request.Seed);
            ModelStatement[] statements = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => ModelStatement.Random(random))];
            if (statements.SkipWhile(s => !s.Text.StartsWith("delete_key(", StringComparison.Ordinal))
                .Any(s => s.Text.StartsWith("limit(", StringComparison.Ordinal)))
            {
                // Which attributes are the first then, docs/differences.md says.
                return;
            }

            foreach (var block in expected.ResourceSpans)
            {
                block.Resource ??= new Resource();
                foreach (OtlpSpan span in block.ScopeSpans.SelectMany(scope => scope.Spans))
                {
                    foreach (ModelStatement statement in statements)
                    {
                        bool isDone = TryRun(statement, new ModelScene(span, block.Resource));
                        (ran, failed) = isDone ? (ran + 1, failed) : (ran, failed + 1);
                    }
                }
            }

            string quoted = string.Join(", ", statements.Select(statement => $"'{statement.Text}'"));
            string settings = $"{{error_mode: silent, trace_statements: [{{context: span, statements: [{quoted}]}}]}}";
            IInlineProcessor processor = InlineRun.Make(new TransformFactory(), settings, Signal.Traces);
            var received = Parser.ParseFrom(InlineRun.Of(Signal.Traces, bytes, processor));
            Items.Sorted(Signal.Traces, received).ShouldBe(Items.Sorted(Signal.Traces, expected), quoted);
        }).Check(Thorough);
        ran.ShouldBeGreaterThan(500);
        failed.ShouldBeGreaterThan(50);
    }

    private static bool TryRun(ModelStatement statement, ModelScene scene)
    {
        try
        {
            statement.Run(scene);
            return true;
        }
        catch (ModelFailure)
        {
            return false;
        }
    }
}
