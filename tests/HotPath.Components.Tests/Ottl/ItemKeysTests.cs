using System.Text;
using Google.Protobuf;
using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Paths;
using HotPath.Core;
using HotPath.Core.Index;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;
using HotPath.Testing.Otlp.Metrics;
using HotPath.Testing.Otlp.Trace;
using Span = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Ottl;

/// <summary>
/// A statement names the keys by which it reaches attributes of items, and then only those have rows. Whatever it does, over them it must
/// do what it does over rows of all: tried with every path and every function that there is, in every context.
/// </summary>
public sealed class ItemKeysTests
{
    private const IndexDepth Everything = (IndexDepth)~0;
    private static readonly string[] Random = ["UUID", "UUIDv7"];

    /// <summary>What is tried for a parameter of each kind, the first that is taken.</summary>
    private static readonly Dictionary<ParameterKind, string[]> Arguments = new()
    {
        [ParameterKind.Value] = ["attributes[\"s\"]"],
        [ParameterKind.Text] = ["attributes[\"s\"]"],
        [ParameterKind.TextLike] = ["attributes[\"i\"]"],
        [ParameterKind.Int] = ["attributes[\"i\"]"],
        [ParameterKind.Double] = ["attributes[\"d\"]"],
        [ParameterKind.Bool] = ["attributes[\"t\"]"],
        [ParameterKind.Map] = ["attributes", "attributes[\"m\"]"],
        [ParameterKind.List] = ["attributes[\"l\"]"],
        [ParameterKind.Time] = ["time", "start_time"],
        [ParameterKind.Duration] = ["Duration(\"1s\")"],
        [ParameterKind.Values] = ["[attributes[\"s\"], attributes[\"i\"]]"],
        [ParameterKind.ConstantText] = ["\"s\"", "\"insert\"", "\"key\"", "\"upper\"", "\"sum\"", "\"%Y\"", "\"base64\"", "\"(?P<k>.)\""],
        [ParameterKind.ConstantInt] = ["1"],
        [ParameterKind.ConstantDouble] = ["1.5"],
        [ParameterKind.ConstantBool] = ["true"],
        [ParameterKind.ConstantBytes] = ["0x01"],
        [ParameterKind.ConstantTexts] = ["[\"s\"]"],
        [ParameterKind.Path] = ["attributes", "attributes[\"m\"]", "attributes[\"s\"]", "attributes[Concat([\"m\"], \"\")]"],
        [ParameterKind.Function] = ["SHA256"],
    };

    [Theory]
    [InlineData("attributes[\"a\"] == \"b\"", "a")]
    [InlineData("attributes[\"a\"][\"deeper\"] != nil and IsMatch(attributes[\"b\"], \"x\")", "a b")]
    [InlineData("name == \"x\" or resource.attributes[\"a\"] == \"b\" or instrumentation_scope.attributes[\"c\"] == nil", "")]
    [InlineData("attributes[name] == \"b\"", null)]
    [InlineData("attributes[\"a\"] == \"b\" and Len(attributes) > 3", null)]
    [InlineData("attributes[\"a\"][attributes[\"b\"]] == 1", "a b")]
    [InlineData("attributes != nil", null)]
    [InlineData("\"a\" == \"a\"", "")]
    public void Keys_OfACondition_AreThoseItReads(string condition, string? keys) =>
        Names(OttlCompiler.Condition(condition, ContextKind.Span).ItemKeys).ShouldBe(keys);

    [Theory]
    [InlineData("set(attributes[\"a\"], attributes[\"b\"]) where attributes[\"c\"] == nil", "a b c")]
    [InlineData("delete_key(attributes, \"a\")", "a")]
    [InlineData("delete_key(attributes[\"m\"], \"a\")", "a m")]
    [InlineData("delete_key(resource.attributes, \"a\") where attributes[\"b\"] == nil", "a b")]
    [InlineData("delete_key(attributes, \"a\") where Len(attributes) > 3", null)]
    [InlineData("delete_matching_keys(attributes, \"a\")", null)]
    [InlineData("keep_keys(attributes, [\"a\"])", null)]
    [InlineData("flatten(attributes)", null)]
    [InlineData("merge_maps(attributes, attributes[\"m\"], \"upsert\")", null)]
    [InlineData("set(resource.attributes, attributes)", null)]
    [InlineData("set(cache[\"all\"], attributes)", null)]
    public void Keys_OfAStatement_AreThoseItReadsAndEdits(string statement, string? keys) =>
        Names(OttlCompiler.Statement(statement, ContextKind.Span).ItemKeys).ShouldBe(keys);

    [Fact]
    public void Keys_OfAnEventsStatement_AreTheSpansOnly() =>
        Names(OttlCompiler.Statement("set(attributes[\"a\"], span.attributes[\"b\"])", ContextKind.SpanEvent).ItemKeys).ShouldBe("b");

    [Theory]
    [InlineData("span")]
    [InlineData("spanevent")]
    [InlineData("log")]
    [InlineData("datapoint")]
    [InlineData("metric")]
    public void EveryPath_OverItsKeysAlone_DoesWhatItDoesOverAll(string contextName)
    {
        ContextKind context = ContextNames.Find(contextName)!.Value;
        string[] within = context == ContextKind.SpanEvent ? ["", "span."] : [""];
        int tried = 0;
        foreach (string prefix in within)
        {
            PathTable table = PathTables.Of(prefix.Length > 0 ? ContextKind.Span : context);
            foreach (string name in table.Names.Where(name => prefix.Length == 0 || name != "cache"))
            {
                foreach (string keys in (string[])["", "[\"s\"]", "[\"m\"][\"k\"]", "[Concat([\"s\"], \"\")]", "[0]"])
                {
                    tried += Try($"set(cache[\"r\"], {prefix}{name}{keys}) where {prefix}{name}{keys} != nil", context) ? 1 : 0;
                    tried += Try($"set({prefix}{name}{keys}, \"new\")", context) ? 1 : 0;
                }
            }
        }

        tried.ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("span")]
    [InlineData("log")]
    [InlineData("datapoint")]
    public void EveryFunction_OverItsKeysAlone_DoesWhatItDoesOverAll(string contextName)
    {
        ContextKind context = ContextNames.Find(contextName)!.Value;
        var untried = new List<string>();
        foreach (string name in FunctionTable.Standard.Names.Except(Random))
        {
            Function function = FunctionTable.Standard.Find(name)!;
            bool isTried = false;
            foreach (string call in Calls(function))
            {
                string statement = function.Editor is null ? $"set(attributes[\"r\"], {call})" : call;
                isTried |= Try($"{statement} where attributes[\"s\"] != nil", context);
            }

            if (!isTried && (function.Contexts & (ContextSet)(1 << (int)context)) != 0)
            {
                untried.Add(name);
            }
        }

        untried.Count.ShouldBeLessThan(4, string.Join(", ", untried));
    }

    /// <summary>Calls of a function: each of the texts and each of the paths that it might take.</summary>
    private static IEnumerable<string> Calls(Function function)
    {
        Parameter[] parameters = [.. function.Parameters.Where(parameter => !parameter.IsOptional)];
        int variants = parameters.Length == 0 ? 1 : parameters.Max(parameter => Candidates(parameter.Kind).Length);
        foreach (int text in Enumerable.Range(0, Arguments[ParameterKind.ConstantText].Length))
        {
            foreach (int variant in Enumerable.Range(0, variants))
            {
                yield return $"{function.Name}({string.Join(", ", parameters.Select(parameter => Argument(parameter, text, variant)))})";
            }
        }
    }

    private static string[] Candidates(ParameterKind kind) => Arguments.GetValueOrDefault(kind, Arguments[ParameterKind.Value]);

    private static string Argument(Parameter parameter, int text, int variant)
    {
        string[] candidates = Candidates(parameter.Kind);
        return candidates[(parameter.Kind == ParameterKind.ConstantText ? text : variant) % candidates.Length];
    }

    /// <summary>Runs a statement over its own keys and over all; false if it can't be compiled.</summary>
    private static bool Try(string text, ContextKind context)
    {
        CompiledStatement statement;
        try
        {
            statement = OttlCompiler.Statement(text, context);
        }
        catch (OttlException)
        {
            return false;
        }

        string all = Run(statement, Everything, null);
        Run(statement, Everything, statement.ItemKeys).ShouldBe(all, text);
        Run(statement, statement.Depth, statement.ItemKeys).ShouldBe(all, text);
        return true;
    }

    private static string Run(CompiledStatement statement, IndexDepth depth, IReadOnlyList<AttributeKey>? keys)
    {
        (Signal signal, IMessage request) = Request(statement.Context);
        using var rig = new OttlRig(signal, request, depth, keys is null ? null : AttributeKeySet.Of(keys));
        if (statement.Context == ContextKind.SpanEvent)
        {
            rig.Context.EnterEvent(0);
        }

        bool isDone = statement.Run(rig.Context);
        return $"{isDone} {(isDone ? "" : rig.Failure)} {Convert.ToHexString(rig.Context.Cache.Content)} "
            + Encoding.Latin1.GetString(rig.Written());
    }

    private static (Signal Signal, IMessage Request) Request(ContextKind context)
    {
        ExportTraceServiceRequest traces = OttlRig.SpanRequest();
        Span span = traces.ResourceSpans[0].ScopeSpans[0].Spans[0];
        switch (context)
        {
            case ContextKind.Log:
                var log =
                    new LogRecord { TimeUnixNano = 5, Body = new AnyValue { StringValue = "a body" }, Attributes = { span.Attributes } };
                return (Signal.Logs, new ExportLogsServiceRequest
                {
                    ResourceLogs = { new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { log } } } } },
                });
            case ContextKind.DataPoint or ContextKind.Metric:
                var metric =
                    new Metric { Name = "m", Sum = new Sum { IsMonotonic = true, DataPoints = { Point(span, 1), Point(span, 2) } } };
                return (Signal.Metrics, new ExportMetricsServiceRequest
                {
                    ResourceMetrics = { new ResourceMetrics { ScopeMetrics = { new ScopeMetrics { Metrics = { metric } } } } },
                });
            default:
                span.Events.Add(new Span.Types.Event { Name = "e", Attributes = { span.Attributes } });
                return (Signal.Traces, traces);
        }
    }

    private static NumberDataPoint Point(Span span, long value) =>
        new() { AsInt = value, TimeUnixNano = 5, Attributes = { span.Attributes } };

    private static string? Names(IReadOnlyList<AttributeKey>? keys) =>
        keys is null ? null : string.Join(' ', keys.Select(key => key.Name).Distinct().Order(StringComparer.Ordinal));
}
