using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Hands every batch of metrics to several exporters.</summary>
internal sealed class MetricTee(IReadOnlyList<BaseExporter<Metric>> exporters) : BaseExporter<Metric>
{
    public override ExportResult Export(in Batch<Metric> batch)
    {
        ExportResult result = ExportResult.Success;
        foreach (BaseExporter<Metric> exporter in exporters)
        {
            if (exporter.Export(batch) == ExportResult.Failure)
            {
                result = ExportResult.Failure;
            }
        }

        return result;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (BaseExporter<Metric> exporter in exporters)
        {
            exporter.Dispose();
        }

        base.Dispose(disposing);
    }
}
