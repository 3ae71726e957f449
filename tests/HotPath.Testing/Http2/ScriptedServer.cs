using System.Net;
using System.Net.Sockets;

namespace HotPath.Testing.Http2;

/// <summary>An HTTP/2 server that does what a test says, frame by frame, right or wrong. Plaintext, loopback or a unix socket.</summary>
public sealed class ScriptedServer : IDisposable
{
    private readonly Socket _listener;
    private readonly string? _path;

    /// <summary>Listens on a free port, or on a unix socket's path.</summary>
    public ScriptedServer(string? unixPath = null)
    {
        _path = unixPath;
        _listener = unixPath is null
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(unixPath is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(unixPath));
        _listener.Listen();
    }

    /// <summary>How long a test waits for what should come at once.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>What an exporter's <c>endpoint</c> wants.</summary>
    public string Endpoint => _path is null ? $"127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}" : $"unix:{_path}";

    /// <summary>The next connection, with nothing read and nothing written yet.</summary>
    public async Task<ScriptedConnection> AcceptRawAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return new ScriptedConnection(await _listener.AcceptAsync(patience.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"nobody connected within {Patience}");
        }
    }

    /// <summary>The next connection: its preface read, and SETTINGS exchanged.</summary>
    public async Task<ScriptedConnection> AcceptAsync(params (ushort Id, uint Value)[] settings)
    {
        ScriptedConnection connection = await AcceptRawAsync();
        await connection.OpenAsync(settings);
        return connection;
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();
}
