using HotPath.Engine.Config;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Plan;

/// <summary>Reads <c>service::telemetry::metrics</c>.</summary>
internal static class TelemetryMetricsReader
{
    /// <summary>Where Prometheus scrapes when no reader is written.</summary>
    public const string DefaultHost = "localhost";

    /// <summary>The port of the default reader.</summary>
    public const int DefaultPort = 8888;

    public static MetricsPlan Read(ConfigMap metrics)
    {
        string level = metrics.OneOfAnyCase("level", "normal", "none", "basic", "normal", "detailed");
        if (metrics.Child("address") is not null)
        {
            metrics.Tolerate(
                "address", "has no effect, and the Collector has removed it: the address is "
                    + $"{metrics.Node.Path}::readers[0]::pull::exporter::prometheus");
        }

        if (metrics.Child("views") is { IsNull: false } && level != "detailed")
        {
            metrics.Error("views", "can only be set when level is detailed, and are not built in HotPath yet: remove the key");
        }
        else
        {
            metrics.NotBuilt("views", "remove the key; level chooses what is shown");
        }

        IReadOnlyList<PrometheusReaderPlan> readers = ReadReaders(metrics, level);
        metrics.Done();
        return new MetricsPlan(level == "none" ? [] : readers, Enum.Parse<MetricsLevel>(level, ignoreCase: true));
    }

    private static IReadOnlyList<PrometheusReaderPlan> ReadReaders(ConfigMap metrics, string level)
    {
        if (metrics.Child("readers") is null or { IsNull: true })
        {
            var address = new NetworkAddress(DefaultHost, DefaultPort, metrics.Node.Position);
            return [new PrometheusReaderPlan(address, ConfigNode.Join(metrics.Node.Path, "readers"), new ExpositionOptions())];
        }

        IReadOnlyList<ConfigNode> items = metrics.List("readers");
        if (items.Count == 0 && level != "none" && metrics.Child("readers")!.IsList)
        {
            metrics.Error(
                "readers", $"at least one reader is needed when the level is '{level}'; add one, remove the key, or write level: none");
        }

        return [.. items.Select(item => ReadReader(new ConfigMap(item, metrics.Errors))).OfType<PrometheusReaderPlan>()];
    }

    private static PrometheusReaderPlan? ReadReader(ConfigMap reader)
    {
        reader.NotBuilt(
            "periodic",
            "the gateway pushes no metrics of its own; remove this reader and let Prometheus, or a prometheus receiver, scrape a pull "
            + "reader");
        PrometheusReaderPlan? plan = null;
        if (reader.Has("pull"))
        {
            ConfigMap exporter = reader.Map("pull").Map("exporter");
            if (exporter.Has("prometheus"))
            {
                plan = ReadPrometheus(exporter.Map("prometheus"));
            }
            else
            {
                exporter.Error(
                    "prometheus", "a pull reader needs an exporter: write pull: {exporter: {prometheus: {host: localhost, port: 8888}}}");
            }
        }
        else if (!reader.Has("periodic"))
        {
            reader.Error("pull", "a reader needs pull: write pull: {exporter: {prometheus: {host: localhost, port: 8888}}}");
        }

        reader.Done();
        return plan;
    }

    private static PrometheusReaderPlan ReadPrometheus(ConfigMap map)
    {
        foreach (string key in (string[])["host", "port"])
        {
            if (!map.Has(key))
            {
                map.Error(key, $"{key} must be specified: write {{host: localhost, port: 8888}}");
            }
        }

        string host = map.Text("host", DefaultHost).Trim('[', ']');
        int port = (int)map.Integer("port", DefaultPort, 0, ushort.MaxValue);
        var options = new ExpositionOptions(
            map.Flag("without_type_suffix", true),
            map.Flag("without_units", true),
            map.Flag("without_scope_info", true),
            ReadResourceLabels(map));
        map.NotBuilt("translation_strategy", "remove the key; without_type_suffix and without_units choose the names");
        return new PrometheusReaderPlan(new NetworkAddress(host, port, map.PositionOf("port")), map.Node.Path, options);
    }

    private static ResourceLabelFilter? ReadResourceLabels(ConfigMap map)
    {
        ConfigMap labels = map.Map("with_resource_constant_labels");
        var filter = new ResourceLabelFilter(labels.Texts("included"), labels.Texts("excluded"));
        foreach (string name in filter.Included.Intersect(filter.Excluded))
        {
            labels.Error("excluded", $"attribute cannot be in both include and exclude list: '{name}'; remove it from one");
        }

        return labels.Node.IsNull ? null : filter;
    }
}
