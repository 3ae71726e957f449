namespace HotPath.Engine.Telemetry.Status;

/// <summary>The names of statuses, as the Collector's health answers write them.</summary>
public static class ComponentStatusNames
{
    /// <summary><c>StatusOK</c>, <c>StatusRecoverableError</c>, …</summary>
    public static string Of(ComponentStatus status) => status == ComponentStatus.Ok ? "StatusOK" : $"Status{status}";

    /// <summary>True for the three errors.</summary>
    public static bool IsError(ComponentStatus status) =>
        status is ComponentStatus.RecoverableError or ComponentStatus.PermanentError or ComponentStatus.FatalError;
}
