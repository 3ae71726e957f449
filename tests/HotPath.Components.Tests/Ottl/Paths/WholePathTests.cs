using Google.Protobuf;
using HotPath.Components.Ottl;
using HotPath.Core;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Metrics;
using HotPath.Testing.Otlp.Trace;

namespace HotPath.Components.Tests.Ottl.Paths;

/// <summary>Paths to messages and lists of messages.</summary>
public sealed class WholePathTests
{
    [Theory]
    [InlineData("status", "{\"code\":2,\"message\":\"boom\"}")]
    [InlineData("Len(events)", "2")]
    [InlineData("events", "[{\"attributes\":{\"k\":\"v\"},\"dropped_attributes_count\":0,\"name\":\"one\",\"time_unix_nano\":5},"
        + "{\"attributes\":{},\"dropped_attributes_count\":3,\"name\":\"two\",\"time_unix_nano\":0}]")]
    [InlineData("links", "[{\"attributes\":{\"k\":\"v\"},\"dropped_attributes_count\":0,\"flags\":0,\"span_id\":\"0102030405060708\","
        + "\"trace_id\":\"\",\"trace_state\":\"a=1\"}]")]
    public void Path_OfASpan_GivesMaps(string path, string value)
    {
        using var rig = new OttlRig(Signal.Traces, Spans());
        rig.Get(path).ShouldBe(value);
    }

    [Theory]
    [InlineData("set(status, nil)", "can only be read")]
    [InlineData("set(events, [])", "can only be read")]
    [InlineData("set(name, events[0])", "events can't be indexed")]
    [InlineData("set(name, resource)", "has no path resource")]
    public void Path_OfASpan_IsReadOnly(string statement, string says) => OttlRig.Refusal(statement).Message.ShouldContain(says);

    [Theory]
    [InlineData("positive", "{\"bucket_counts\":[1,300],\"offset\":-2}")]
    [InlineData("positive.offset", "-2")]
    [InlineData("positive.bucket_counts", "[1,300]")]
    [InlineData("negative.bucket_counts", "[]")]
    [InlineData(
        "exemplars",
        "[{\"filtered_attributes\":{\"f\":\"g\"},\"span_id\":\"0102030405060708\",\"time_unix_nano\":7,\"value_double\":1.5}]")]
    [InlineData("quantile_values", "nil")]
    public void Path_OfAnExponentialHistogramsPoint_GivesItsBuckets(string path, string value)
    {
        using var rig = new OttlRig(Signal.Metrics, Exponential());
        rig.Get(path, ContextKind.DataPoint).ShouldBe(value);
    }

    [Fact]
    public void Set_OfBuckets_IsWritten()
    {
        using var rig = new OttlRig(Signal.Metrics, Exponential());
        rig.TryRun("set(positive.offset, 3)", ContextKind.DataPoint).ShouldBeTrue(rig.Failure);
        rig.TryRun("set(negative.bucket_counts, [7, 8])", ContextKind.DataPoint).ShouldBeTrue(rig.Failure);
        rig.TryRun("set(positive.bucket_counts, [\"x\"])", ContextKind.DataPoint).ShouldBeFalse();
        rig.Failure.ShouldBe("expected a list of ints but got a string");
        ExponentialHistogramDataPoint point = ExportMetricsServiceRequest.Parser.ParseFrom(rig.Written())
            .ResourceMetrics[0].ScopeMetrics[0].Metrics[0].ExponentialHistogram.DataPoints[0];
        point.Positive.Offset.ShouldBe(3);
        point.Positive.BucketCounts.ShouldBe([1UL, 300UL]);
        point.Negative.BucketCounts.ShouldBe([7UL, 8UL]);
    }

    [Fact]
    public void Set_OfAHistogramsBuckets_IsWritten()
    {
        using var rig = new OttlRig(Signal.Metrics, Of(new Metric
        {
            Histogram = new Histogram { DataPoints = { new HistogramDataPoint { BucketCounts = { 1, 2 }, ExplicitBounds = { 1.5 } } } },
        }));
        rig.TryRun("set(bucket_counts, [4, 5, 6])", ContextKind.DataPoint).ShouldBeTrue(rig.Failure);
        rig.TryRun("set(explicit_bounds, [1, 2.5])", ContextKind.DataPoint).ShouldBeTrue(rig.Failure);
        var written = ExportMetricsServiceRequest.Parser.ParseFrom(rig.Written());
        HistogramDataPoint point = written.ResourceMetrics[0].ScopeMetrics[0].Metrics[0].Histogram.DataPoints[0];
        point.BucketCounts.ShouldBe([4UL, 5UL, 6UL]);
        point.ExplicitBounds.ShouldBe([1.0, 2.5]);
    }

    [Fact]
    public void QuantileValues_OfASummary_AreMaps()
    {
        using var rig = new OttlRig(Signal.Metrics, Of(new Metric
        {
            Summary = new Summary
            {
                DataPoints =
                {
                    new SummaryDataPoint
                    {
                        QuantileValues = { new SummaryDataPoint.Types.ValueAtQuantile { Quantile = 0.5, Value = 2 } },
                    },
                },
            },
        }));
        rig.Get("quantile_values", ContextKind.DataPoint).ShouldBe("[{\"quantile\":0.5,\"value\":2}]");
        rig.Get("positive", ContextKind.DataPoint).ShouldBe("nil");
    }

    private static ExportTraceServiceRequest Spans()
    {
        ExportTraceServiceRequest request = OttlRig.SpanRequest();
        Span span = request.ResourceSpans[0].ScopeSpans[0].Spans[0];
        span.Events.Add(new Span.Types.Event { Name = "one", TimeUnixNano = 5, Attributes = { Pair("k", "v") } });
        span.Events.Add(new Span.Types.Event { Name = "two", DroppedAttributesCount = 3 });
        span.Links.Add(new Span.Types.Link
        {
            SpanId = ByteString.CopyFrom(1, 2, 3, 4, 5, 6, 7, 8),
            TraceState = "a=1",
            Attributes = { Pair("k", "v") },
        });
        return request;
    }

    private static ExportMetricsServiceRequest Exponential() => Of(new Metric
    {
        ExponentialHistogram = new ExponentialHistogram
        {
            DataPoints =
            {
                new ExponentialHistogramDataPoint
                {
                    Positive = new ExponentialHistogramDataPoint.Types.Buckets { Offset = -2, BucketCounts = { 1, 300 } },
                    Exemplars =
                    {
                        new Exemplar
                        {
                            TimeUnixNano = 7, AsDouble = 1.5, SpanId = ByteString.CopyFrom(1, 2, 3, 4, 5, 6, 7, 8),
                            FilteredAttributes = { Pair("f", "g") },
                        },
                    },
                },
            },
        },
    });

    private static ExportMetricsServiceRequest Of(Metric metric) =>
        new() { ResourceMetrics = { new ResourceMetrics { ScopeMetrics = { new ScopeMetrics { Metrics = { metric } } } } } };

    private static KeyValue Pair(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };
}
