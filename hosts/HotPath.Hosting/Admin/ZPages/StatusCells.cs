using HotPath.Engine.Telemetry.Status;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary>How pages show a status.</summary>
internal static class StatusCells
{
    /// <summary>The status alone.</summary>
    public static HtmlCell Of(StatusEvent status) => new(
        ComponentStatusNames.Of(status.Status),
        Kind: status.Status == ComponentStatus.Ok ? "good" : ComponentStatusNames.IsError(status.Status) ? "bad" : "");

    /// <summary>The status, since when, and what is wrong.</summary>
    public static IReadOnlyList<HtmlCell> RowOf(string name, StatusEvent status) =>
        [name, Of(status), AdminTime.Rfc3339(status.At), status.Error];
}
