using System.Net;
using System.Net.Sockets;

namespace HotPath.Testing;

/// <summary>
/// A port of loopback at which nobody listens until a test starts a server there, and which nobody else gets meanwhile: a socket is bound
/// to it that does not listen, so who connects is refused. A server that a test binds to the same port can listen beside it, as .NET allows
/// addresses to be used again (SO_REUSEADDR); the kernel gives the port to no other socket that asks for any, nor to outgoing connections.
/// </summary>
public sealed class ReservedPort : IDisposable
{
    private readonly Socket _holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Takes one.</summary>
    public ReservedPort()
    {
        _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Number = ((IPEndPoint)_holder.LocalEndPoint!).Port;
    }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint => $"127.0.0.1:{Number}";

    /// <inheritdoc/>
    public void Dispose() => _holder.Dispose();
}
