using HotPath.Engine.Config.Gates;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary><c>featurez</c>: the Collector's feature gates as set, and what they do here.</summary>
internal sealed class FeaturesPage : IZPage
{
    /// <inheritdoc/>
    public string Path => "/debug/featurez";

    /// <inheritdoc/>
    public string Title => "Feature gates";

    /// <inheritdoc/>
    public void Write(HtmlPage page, GatewaySnapshot now, IQueryCollection query) => page.Table(
        ["ID", "Enabled", "Description", "Stage", "From", "To", "In HotPath"],
        KnownGates.All.Select(gate => (HtmlCell[])
        [
            gate.Id, now.Plan.Gates.IsOn(gate.Id) ? "true" : "false", gate.Description, gate.Stage.ToString(), gate.FromVersion,
            gate.ToVersion, $"{gate.Effect}: {gate.Note}",
        ]));
}
