using System.Buffers;
using System.Globalization;
using System.Text;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Tests.Telemetry.Metrics;

/// <summary>What a scrape shows, as text and by line.</summary>
internal static class Scrape
{
    public static string Text(MetricRegistry registry, ExpositionOptions? options = null, params KeyValuePair<string, string>[] resource)
    {
        var into = new ArrayBufferWriter<byte>();
        registry.Write(into, options ?? new ExpositionOptions(), resource, "1.2.3");
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }

    /// <summary>The values by name and labels, <c>name{a="b"}</c>.</summary>
    public static Dictionary<string, double> Values(MetricRegistry registry) => Text(registry)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(static line => !line.StartsWith('#'))
        .ToDictionary(
            static line => line[..line.LastIndexOf(' ')],
            static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
