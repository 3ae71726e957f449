using System.Net.Sockets;

namespace HotPath.Components.Exporters.Shared;

/// <summary>The ways in which .NET's HTTP client says that no answer came.</summary>
internal static class NoAnswer
{
    /// <summary>
    /// True for what the peer did, or the way to it, or the attempt's own end: trying again may help. A bare
    /// <see cref="SocketException"/> is among it: the client asks each connection that it has made for its peer's address, which one that
    /// was reset since does not have, and lets through what that throws.
    /// </summary>
    public static bool Is(Exception fault) =>
        fault is HttpRequestException or IOException or SocketException or OperationCanceledException;
}
