namespace HotPath.Engine.Config;

/// <summary>One thing wrong with the configuration: where, which key, what, and the remedy inside the message.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Path">The key's path as the Collector writes it: <c>processors::batch::timeout</c>.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ConfigError(ConfigPosition Position, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? $"{Position}: {Message}" : $"{Position}: {Path}: {Message}";
}
