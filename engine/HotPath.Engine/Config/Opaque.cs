namespace HotPath.Engine.Config;

/// <summary>A secret from the configuration: prints as <c>[REDACTED]</c>, so that no log, error or dump shows it by accident.</summary>
/// <param name="Secret">The text itself, for the one place that needs it.</param>
public readonly record struct Opaque(string Secret)
{
    /// <summary>True if nothing is set.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Secret);

    /// <inheritdoc/>
    public override string ToString() => "[REDACTED]";
}
