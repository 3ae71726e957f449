namespace HotPath.Engine.Pipeline;

/// <summary>How an inline processor ended with a request.</summary>
/// <param name="Error">Why the request can't be taken, for its sender; null = it can.</param>
public readonly record struct ProcessResult(string? Error)
{
    /// <summary>The request goes on.</summary>
    public static ProcessResult Done => default;

    /// <summary>The whole request is refused; its sender may try again.</summary>
    public static ProcessResult Failed(string error) => new(error);
}
