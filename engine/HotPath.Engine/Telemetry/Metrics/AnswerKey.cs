namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>What answers are told apart by in a server's durations. Each is one of few words, so that the lines are few.</summary>
/// <param name="Method">The HTTP method, or gRPC's full method without its first slash; <c>_OTHER</c> for one that is not known.</param>
/// <param name="Route">The path served; empty for gRPC.</param>
/// <param name="Status">The HTTP status, or gRPC's code by its name.</param>
/// <param name="Version">HTTP's version: <c>1.1</c>, <c>2</c>.</param>
public readonly record struct AnswerKey(string Method, string Route, string Status, string Version)
{
    /// <summary>The word for what is not known.</summary>
    public const string Other = "_OTHER";
}
