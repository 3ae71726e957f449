using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using HotPath.Components.Processors.Span;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.Span;

/// <summary>Names from attributes, attributes from names and a status, on random requests, against the same done to objects.</summary>
public sealed class SpanModelTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(120);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Spans_RandomRequests_ComeOutAsTheObjectsDo(bool isOdd, bool breaks)
    {
        IInlineProcessor processor = InlineRun.Make(
            new SpanFactory(),
            $$"""
            name:
              from_attributes: [a, n]
              separator: "::"
              to_attributes: {rules: ['^(?P<first>[a-z0-9./]+)', ':(?P<b>[0-9-]+)$'], break_after_match: {{(breaks ? "true" : "false")}}}
            status: {code: Error, description: seen}
            exclude: {match_type: strict, span_names: [kept]}
            """,
            Signal.Traces);
        Regex[] rules =
        [
            new("^(?<first>[a-z0-9./]+)", RegexOptions.ExplicitCapture), new(":(?<b>[0-9-]+)\\z", RegexOptions.ExplicitCapture),
        ];
        Prop.ForAll(OtlpArbitrary.Of(Signal.Traces, Seasoning.Apply), request =>
        {
            byte[] bytes = isOdd ? request.OddBytes() : request.PlainBytes();
            var expected = ExportTraceServiceRequest.Parser.ParseFrom(bytes);
            if (OtlpOracle.Count(expected).Items == 0)
            {
                return;
            }

            IEnumerable<OtlpSpan> spans = expected.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans);
            foreach (OtlpSpan span in spans.Where(s => s.Name != "kept"))
            {
                NameFromAttributes(span);
                foreach (Regex rule in rules)
                {
                    if (ApplyRule(span, rule) && breaks)
                    {
                        break;
                    }
                }

                span.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "seen" };
            }

            Items.Sorted(Signal.Traces, ExportTraceServiceRequest.Parser.ParseFrom(InlineRun.Of(Signal.Traces, bytes, processor)))
                .ShouldBe(Items.Sorted(Signal.Traces, expected));
        }).Check(Thorough);
    }

    private static void NameFromAttributes(OtlpSpan span)
    {
        KeyValue? a = span.Attributes.FirstOrDefault(attribute => attribute.Key == "a");
        KeyValue? n = span.Attributes.FirstOrDefault(attribute => attribute.Key == "n");
        span.Name = a is null || n is null ? span.Name : $"{Text(a.Value)}::{Text(n.Value)}";
    }

    private static string Text(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        _ => "<unknown-attribute-type>",
    };

    private static bool ApplyRule(OtlpSpan span, Regex rule)
    {
        if (span.Name.Length == 0 || rule.Match(span.Name) is not { Success: true } match)
        {
            return false;
        }

        string key = rule.GetGroupNames()[1];
        Group group = match.Groups[key];
        if (span.Attributes.FirstOrDefault(a => a.Key == key) is { } there)
        {
            there.Value = new AnyValue { StringValue = group.Value };
        }
        else
        {
            span.Attributes.Add(new KeyValue { Key = key, Value = new AnyValue { StringValue = group.Value } });
        }

        span.Name = $"{span.Name[..group.Index]}{{{key}}}{span.Name[(group.Index + group.Length)..]}";
        return true;
    }
}
