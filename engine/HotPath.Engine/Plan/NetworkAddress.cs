using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>A host and port that the configuration names, and where it names them.</summary>
/// <param name="Host">A name or an IP literal without brackets; empty means every address.</param>
/// <param name="Port">The port.</param>
/// <param name="Position">Where it is written.</param>
public readonly record struct NetworkAddress(string Host, int Port, ConfigPosition Position)
{
    /// <summary>True if it stands for every address of the machine.</summary>
    public bool IsAny => Host is "" or "0.0.0.0" or "::";

    /// <summary>True if it can only mean this machine.</summary>
    public bool IsLoopback => Host is "localhost" or "::1" || Host.StartsWith("127.", StringComparison.Ordinal);

    /// <summary>True if a connection to this address ends at a listener on <paramref name="listener"/>, as far as the text tells.</summary>
    public bool Reaches(in NetworkAddress listener) =>
        Port == listener.Port
        && (string.Equals(Host, listener.Host, StringComparison.OrdinalIgnoreCase)
            || (listener.IsAny && (IsLoopback || IsAny))
            || (listener.IsLoopback && (IsLoopback || IsAny)));

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
