using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using HotPath.Components.Processors.Filter;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;
using HotPath.Testing.Otlp.Metrics;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.Filter;

/// <summary>Conditions of every context on random requests, against the same done to objects.</summary>
public sealed class FilterModelTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(120);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Traces_RandomRequests_KeepWhatTheObjectsKeep(bool isOdd) => Check(
        Signal.Traces,
        isOdd,
        """
        {error_mode: silent, traces: {
          resource: ['attributes["a"] == "drop"'],
          span: ['attributes["b"] == "x"', 'attributes["n"] > 3', 'kind == SPAN_KIND_SERVER',
            'resource.attributes["c.d"] == true and name != ""',
            'attributes["ключ"] != nil and IsMatch(attributes["ключ"], "^[0-9+-]")'],
          spanevent: ['attributes["a"] == 12 or attributes["b"] == "drop"', 'attributes["n"] == false'] } }
        """,
        request =>
        {
            var blocks = ((ExportTraceServiceRequest)request).ResourceSpans;
            RemoveAll(blocks, block => First(block.Resource?.Attributes, "a") is { HasStringValue: true, StringValue: "drop" });
            foreach (var block in blocks)
            {
                bool isTrue = First(block.Resource?.Attributes, "c.d") is { HasBoolValue: true, BoolValue: true };
                foreach (var scope in block.ScopeSpans)
                {
                    RemoveAll(scope.Spans, span => IsDropped(span, isTrue));
                    foreach (OtlpSpan span in scope.Spans)
                    {
                        RemoveAll(span.Events, e => First(e.Attributes, "a") is { HasIntValue: true, IntValue: 12 }
                            || First(e.Attributes, "b") is { HasStringValue: true, StringValue: "drop" }
                            || First(e.Attributes, "n") is { HasBoolValue: true, BoolValue: false });
                    }
                }

                RemoveAll(block.ScopeSpans, scope => scope.Spans.Count == 0);
            }

            RemoveAll(blocks, block => block.ScopeSpans.Count == 0);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Logs_RandomRequests_KeepWhatTheObjectsKeep(bool isOdd) => Check(
        Signal.Logs,
        isOdd,
        """{error_mode: silent, logs: {log_record: ['severity_number < 9', 'attributes["a"] == "drop"', 'attributes["n"] <= -2.25']}}""",
        request =>
        {
            var blocks = ((ExportLogsServiceRequest)request).ResourceLogs;
            foreach (var block in blocks)
            {
                foreach (var scope in block.ScopeLogs)
                {
                    RemoveAll(scope.LogRecords, (LogRecord record) => (int)record.SeverityNumber < 9
                        || First(record.Attributes, "a") is { HasStringValue: true, StringValue: "drop" }
                        || Number(First(record.Attributes, "n")) <= -2.25);
                }

                RemoveAll(block.ScopeLogs, scope => scope.LogRecords.Count == 0);
            }

            RemoveAll(blocks, block => block.ScopeLogs.Count == 0);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Metrics_RandomRequests_KeepWhatTheObjectsKeep(bool isOdd) => Check(
        Signal.Metrics,
        isOdd,
        """
        {error_mode: silent, metrics: {metric: ['type == METRIC_DATA_TYPE_SUM and name != "kept"'], datapoint: ['attributes["a"] != "x"']}}
        """,
        request =>
        {
            var blocks = ((ExportMetricsServiceRequest)request).ResourceMetrics;
            foreach (var block in blocks)
            {
                foreach (var scope in block.ScopeMetrics)
                {
                    RemoveAll(scope.Metrics, (Metric metric) => metric.DataCase == Metric.DataOneofCase.Sum);
                    foreach (Metric metric in scope.Metrics.Where(metric => metric.DataCase != Metric.DataOneofCase.None))
                    {
                        IList points = Items.Points(metric);
                        for (int i = points.Count - 1; i >= 0; i--)
                        {
                            if (First(Attributes((IMessage)points[i]!), "a") is not { HasStringValue: true, StringValue: "x" })
                            {
                                points.RemoveAt(i);
                            }
                        }
                    }

                    RemoveAll(scope.Metrics, metric => metric.DataCase != Metric.DataOneofCase.None && Items.Points(metric).Count == 0);
                }

                RemoveAll(block.ScopeMetrics, scope => scope.Metrics.Count == 0);
            }

            RemoveAll(blocks, block => block.ScopeMetrics.Count == 0);
        });

    private static bool IsDropped(OtlpSpan span, bool isTrueResource) =>
        First(span.Attributes, "b") is { HasStringValue: true, StringValue: "x" }
        || Number(First(span.Attributes, "n")) > 3
        || span.Kind == OtlpSpan.Types.SpanKind.Server
        || (isTrueResource && span.Name.Length > 0)
        || First(span.Attributes, "ключ") switch
        {
            // IsMatch makes texts of other values: of bytes in hexadecimal digits.
            { HasStringValue: true } text => text.StringValue.Length > 0 && "0123456789+-".Contains(text.StringValue[0]),
            { HasBytesValue: true } bytes => bytes.BytesValue.Length > 0,
            { HasIntValue: true } or { HasDoubleValue: true } => true,
            _ => false,
        };

    private static void Check(Signal signal, bool isOdd, string settings, Action<IMessage> filter)
    {
        IInlineProcessor processor = InlineRun.Make(new FilterFactory(), settings, signal);
        Prop.ForAll(OtlpArbitrary.Of(signal, Seasoning.Apply), request =>
        {
            byte[] bytes = isOdd ? request.OddBytes() : request.PlainBytes();
            IMessage expected = OtlpOracle.TryParse(signal, bytes).ShouldNotBeNull();
            if (OtlpOracle.Count(expected).Items == 0)
            {
                return;
            }

            filter(expected);
            byte[] left = InlineRun.Of(signal, bytes, processor);
            if (OtlpOracle.Count(expected).Items == 0)
            {
                left.ShouldBeEmpty();
                return;
            }

            OtlpOracle.TryParse(signal, left).ShouldBe(expected);
        }).Check(Thorough);
    }

    private static AnyValue? First(IEnumerable<KeyValue>? attributes, string key) => attributes?.FirstOrDefault(a => a.Key == key)?.Value;

    private static double Number(AnyValue? value) => value switch
    {
        { HasIntValue: true } => value.IntValue,
        { HasDoubleValue: true } => value.DoubleValue,
        _ => double.NaN,
    };

    private static IEnumerable<KeyValue> Attributes(IMessage item) =>
        (IEnumerable<KeyValue>)item.Descriptor.FindFieldByName("attributes").Accessor.GetValue(item);

    private static void RemoveAll<T>(IList<T> list, Func<T, bool> isRemoved)
    {
        for (int i = list.Count - 1; i >= 0; i--)
        {
            if (isRemoved(list[i]))
            {
                list.RemoveAt(i);
            }
        }
    }
}
