namespace HotPath.Engine.Pipeline;

/// <summary>The reasons under which a pipeline counts items that end inside it. Constants, so that metrics and docs can list them.</summary>
public static class DropReason
{
    /// <summary>The gateway stopped before it could be handed on.</summary>
    public const string ShuttingDown = "shutting_down";
}
