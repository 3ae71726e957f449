using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Components.Exporters.Nop;

/// <summary>A <c>nop</c> exporter: no settings, no queue.</summary>
/// <param name="Id">Its id.</param>
internal sealed record NopExporterPlan(ComponentId Id) : ExporterPlan(Id, ExportPlan.Bare)
{
    /// <inheritdoc/>
    public override IExporter CreateExporter(ExporterContext context) => new NopExporter();
}
