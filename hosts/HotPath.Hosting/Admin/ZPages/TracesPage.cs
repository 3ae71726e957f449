using System.Globalization;
using HotPath.Engine.Config;
using HotPath.Engine.Telemetry.Tracing;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary>
/// <c>tracez</c>: how long receivers' requests and exporters' attempts took, which failed, and some of each with <c>zspanname</c>,
/// <c>ztype</c> (1: by latency, 2: failed) and <c>zlatencybucket</c>.
/// </summary>
internal sealed class TracesPage(GatewayFacts facts) : IZPage
{
    private const string FailedType = "2";

    private static readonly string[] Classes = [.. OperationTrace.Latencies.Select(static at => $">{GoDuration.Format(at)}")];

    /// <inheritdoc/>
    public string Path => "/debug/tracez";

    /// <inheritdoc/>
    public string Title => "Traces";

    /// <inheritdoc/>
    public void Write(HtmlPage page, GatewaySnapshot now, IQueryCollection query)
    {
        IReadOnlyList<OperationTrace> all = facts.Traces.All;
        page.Table(["Operation", .. Classes, "Failed"], all.Select(Row));
        if (all.FirstOrDefault(trace => trace.Name == query["zspanname"].ToString()) is not { } asked)
        {
            return;
        }

        if (query["ztype"].ToString() == FailedType)
        {
            page.Heading($"{asked.Name}: the last that failed");
            WriteSamples(page, asked.Failed);
        }
        else if (int.TryParse(query["zlatencybucket"].ToString(), CultureInfo.InvariantCulture, out int latency)
            && latency >= 0 && latency < Classes.Length)
        {
            page.Heading($"{asked.Name}: some that took {Classes[latency]}");
            WriteSamples(page, asked.SamplesOf(latency));
        }
    }

    private IReadOnlyList<HtmlCell> Row(OperationTrace trace)
    {
        string link = $"{Path}?zspanname={Uri.EscapeDataString(trace.Name)}";
        return
        [
            trace.Name,
            .. trace.Counts.Select((count, i) =>
                ((HtmlCell)count) with { Link = count == 0 ? null : $"{link}&ztype=1&zlatencybucket={i}" }),
            ((HtmlCell)trace.Errors) with { Link = trace.Errors == 0 ? null : $"{link}&ztype={FailedType}" },
        ];
    }

    private static void WriteSamples(HtmlPage page, IReadOnlyList<OperationSample> samples) => page.Table(
        ["Ended", "Took", "Items", "Bytes", "Error"],
        samples.Select(static s => (HtmlCell[])
        [
            AdminTime.Rfc3339(s.Ended), GoDuration.Format(s.Took), s.Items == 0 ? "" : s.Items, s.Bytes == 0 ? "" : s.Bytes, s.Error ?? "",
        ]));
}
