using Google.Protobuf;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Metrics;

namespace HotPath.Testing.Wire;

/// <summary><see cref="CanonicalItems"/> for data points: each comes as its metric with no other point in it.</summary>
internal static class CanonicalMetrics
{
    internal static List<CanonicalItem> Of(ExportMetricsServiceRequest request)
    {
        var items = new List<CanonicalItem>();
        foreach (var block in request.ResourceMetrics)
        {
            var scopes = block.ScopeMetrics.ToList();
            block.ScopeMetrics.Clear();
            var resource = block.ToByteString();
            foreach (var scope in scopes)
            {
                var metrics = scope.Metrics.ToList();
                scope.Metrics.Clear();
                var scopeBytes = scope.ToByteString();
                items.AddRange(metrics.SelectMany(Points).Select(item => new CanonicalItem(resource, scopeBytes, item)));
            }
        }

        return items;
    }

    private static IEnumerable<ByteString> Points(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => Each(metric, metric.Gauge.DataPoints),
        Metric.DataOneofCase.Sum => Each(metric, metric.Sum.DataPoints),
        Metric.DataOneofCase.Histogram => Each(metric, metric.Histogram.DataPoints),
        Metric.DataOneofCase.ExponentialHistogram => Each(metric, metric.ExponentialHistogram.DataPoints),
        Metric.DataOneofCase.Summary => Each(metric, metric.Summary.DataPoints),
        _ => [],
    };

    private static List<ByteString> Each<T>(Metric metric, Google.Protobuf.Collections.RepeatedField<T> points)
    {
        var result = new List<ByteString>();
        var all = points.ToList();
        foreach (var point in all)
        {
            points.Clear();
            points.Add(point);
            result.Add(metric.ToByteString());
        }

        return result;
    }
}
