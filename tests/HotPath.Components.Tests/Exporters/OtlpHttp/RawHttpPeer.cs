using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary>A server on a bare socket, which reads as much as a test says, and no more.</summary>
internal sealed class RawHttpPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Socket? _connection;

    public RawHttpPeer()
    {
        // A small receive buffer, inherited by connections, so that a sender soon has to wait.
        _listener.ReceiveBufferSize = 8 * 1024;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public string Endpoint => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    public async Task AcceptAsync() => _connection = await _listener.AcceptAsync();

    /// <summary>Reads so many bytes, or to the end if that comes first; returns what it read.</summary>
    public async Task<byte[]> ReadAsync(int bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[bytes];
        int length = 0;
        try
        {
            while (length < bytes && await _connection!.ReceiveAsync(buffer.AsMemory(length), patience.Token) is > 0 and int read)
            {
                length += read;
            }
        }
        catch (SocketException)
        {
            // A reset ends the stream as well.
        }

        return buffer[..length];
    }

    public Task WriteAsync(string text) => _connection!.SendAsync(Encoding.ASCII.GetBytes(text));

    public void Dispose()
    {
        _connection?.Dispose();
        _listener.Dispose();
    }
}
