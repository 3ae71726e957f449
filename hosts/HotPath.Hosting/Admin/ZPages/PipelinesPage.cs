using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;
using HotPath.Hosting.Admin.Health;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary>
/// <c>pipelinez</c>: the pipelines; one component with <c>pipelinenamez</c>, <c>componentnamez</c> and <c>componentkindz</c>.
/// </summary>
internal sealed class PipelinesPage(GatewayFacts facts) : IZPage
{
    private const string PipelineKey = "pipelinenamez";
    private const string NameKey = "componentnamez";
    private const string KindKey = "componentkindz";

    /// <inheritdoc/>
    public string Path => "/debug/pipelinez";

    /// <inheritdoc/>
    public string Title => "Pipelines";

    /// <inheritdoc/>
    public void Write(HtmlPage page, GatewaySnapshot now, IQueryCollection query)
    {
        PipelinePlan[] pipelines = [.. now.Plan.Pipelines.OrderBy(static p => p.Id.ToString(), StringComparer.Ordinal)];
        page.Table(
            ["FullName", "InputType", "Status", "Receivers", "Processors", "Exporters"],
            pipelines.Select(p => (HtmlCell[])
            [
                new HtmlCell(p.Id.ToString(), $"{Path}?{PipelineKey}={Uri.EscapeDataString(p.Id.ToString())}"),
                SignalNames.Of(p.Signal),
                StatusCells.Of(StatusReport.Of(facts, p.Id.ToString(), recoverableFirst: false)!.Event),
                Names(p.Receivers, p.ConnectorsIn),
                Names([.. p.Processors.Select(static processor => processor.Id)], []),
                Names(p.Exporters, p.ConnectorsOut),
            ]));
        foreach (PipelinePlan pipeline in pipelines)
        {
            WriteComponents(page, pipeline.Id.ToString(), query);
        }
    }

    /// <summary>A pipeline's components, or the one that was asked for.</summary>
    private void WriteComponents(HtmlPage page, string pipeline, IQueryCollection query)
    {
        string asked = query[PipelineKey].ToString();
        if (asked.Length > 0 && asked != pipeline)
        {
            return;
        }

        (string kind, string name) = (query[KindKey].ToString(), query[NameKey].ToString());
        StatusNode status = StatusReport.Of(facts, pipeline, recoverableFirst: false)!;
        bool isOne = kind.Length > 0 && name.Length > 0 && asked.Length > 0;
        page.Heading(isOne ? $"{kind}: {(kind == "processor" ? $"{pipeline}/{name}" : name)}" : $"pipeline: {pipeline}");
        page.Table(
            ["Kind", "Name", "Status", "Since", "Error", "Attributes"],
            status.Components.Where(c => !isOne || c.Key == $"{kind}:{name}").Select(c => Row(pipeline, c.Key, c.Value)));
    }

    private IReadOnlyList<HtmlCell> Row(string pipeline, string key, StatusNode component)
    {
        int colon = key.IndexOf(':', StringComparison.Ordinal);
        (string kind, string name) = (key[..colon], key[(colon + 1)..]);
        string link = $"{Path}?{PipelineKey}={Uri.EscapeDataString(pipeline)}&{NameKey}={Uri.EscapeDataString(name)}&{KindKey}={kind}";
        return
        [
            kind, new HtmlCell(name, link), StatusCells.Of(component.Event), AdminTime.Rfc3339(component.Event.At), component.Event.Error,
            string.Join(", ", component.Attributes.Select(static a => $"{a.Key} {a.Value}")),
        ];
    }

    private static string Names(IReadOnlyList<ComponentId> components, IReadOnlyList<ComponentId> connectors) =>
        string.Join(", ", components.Select(static id => id.ToString()).Concat(connectors.Select(static id => $"{id} (connector)")));
}
