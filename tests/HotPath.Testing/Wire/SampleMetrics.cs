using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Metrics;

namespace HotPath.Testing.Wire;

/// <summary>Builds the objects behind <see cref="SampleRequests.Metrics"/>.</summary>
internal static class SampleMetrics
{
    private const int MostPointsInMetric = 7;

    internal static ExportMetricsServiceRequest Request(int points, int seed, int resources, int scopesPerResource)
    {
        var random = new Random(seed);
        var request = new ExportMetricsServiceRequest();
        var scopes = resources * scopesPerResource;
        var kind = 0;
        for (var r = 0; r < resources; r++)
        {
            var block = new ResourceMetrics { Resource = SampleValues.Resource(random, r), SchemaUrl = SampleValues.SchemaUrl };
            for (var s = 0; s < scopesPerResource; s++)
            {
                var scope = new ScopeMetrics { Scope = SampleValues.Scope(s) };
                for (var left = SampleValues.Share(points, (r * scopesPerResource) + s, scopes); left > 0;)
                {
                    var count = Math.Min(left, random.Next(1, MostPointsInMetric + 1));
                    scope.Metrics.Add(Metric(random, kind++ % 5, count));
                    left -= count;
                }

                block.ScopeMetrics.Add(scope);
            }

            request.ResourceMetrics.Add(block);
        }

        return request;
    }

    internal static Metric Metric(Random random, int kind, int points)
    {
        var metric = new Metric { Name = $"shop.sample.{kind}.{random.Next(1000)}", Description = "A sample for tests", Unit = "ms" };
        metric.Metadata.Add(SampleValues.Text("prometheus.type", "unknown"));
        const AggregationTemporality Cumulative = AggregationTemporality.Cumulative;
        var each = Enumerable.Range(0, points);
        switch (kind)
        {
            case 0:
                metric.Gauge = new Gauge { DataPoints = { each.Select(i => SamplePoints.Number(random, i)) } };
                break;
            case 1:
                metric.Sum = new Sum { AggregationTemporality = Cumulative, IsMonotonic = true };
                metric.Sum.DataPoints.AddRange(each.Select(i => SamplePoints.Number(random, i)));
                break;
            case 2:
                metric.Histogram = new Histogram { AggregationTemporality = Cumulative };
                metric.Histogram.DataPoints.AddRange(each.Select(i => SamplePoints.Histogram(random, i)));
                break;
            case 3:
                metric.ExponentialHistogram = new ExponentialHistogram { AggregationTemporality = Cumulative };
                metric.ExponentialHistogram.DataPoints.AddRange(each.Select(i => SamplePoints.Exponential(random, i)));
                break;
            default:
                metric.Summary = new Summary { DataPoints = { each.Select(i => SamplePoints.Summary(random, i)) } };
                break;
        }

        return metric;
    }
}
