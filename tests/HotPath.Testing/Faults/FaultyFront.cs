using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HotPath.Testing.Faults;

/// <summary>
/// A port before a real backend: the first connections meet a fault, one each, and all later ones are handed through byte for byte. So a
/// test
/// has a backend that is broken first and well afterwards, and that decodes what came. Thread-safe.
/// </summary>
public sealed class FaultyFront : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private volatile int _backendPort;
    private readonly ConcurrentQueue<Func<Socket, Task>> _faults;
    private readonly ConcurrentQueue<Exception> _surprises = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly Task _accepting;
    private int _met;

    /// <summary>Listens on a free port.</summary>
    /// <param name="backendPort">The backend's port on loopback.</param>
    /// <param name="faults">What the first connections meet; each gets the socket, which is closed when it ends.</param>
    public FaultyFront(int backendPort, params IEnumerable<Func<Socket, Task>> faults)
        : this(backendPort, new IPEndPoint(IPAddress.Loopback, 0), faults)
    {
    }

    /// <summary>Listens where it is told.</summary>
    public FaultyFront(int backendPort, IPEndPoint at, params IEnumerable<Func<Socket, Task>> faults)
    {
        _backendPort = backendPort;
        _faults = new(faults);
        _listener.Bind(at);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; }

    /// <summary>How many connections met their fault to its end.</summary>
    public int Met => Volatile.Read(ref _met);

    /// <summary>What went wrong with the faults themselves; a test expects none.</summary>
    public IReadOnlyList<Exception> Surprises => [.. _surprises];

    /// <summary>
    /// Has another backend from now on: connections that are open are cut, as if the one before were replaced at its address.
    /// </summary>
    public void MoveTo(int backendPort)
    {
        _backendPort = backendPort;
        foreach (Socket socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    /// <summary>Closes all that is open.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (Socket socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync();
                _open[socket] = true;
                _ = ServeAsync(socket);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        bool isFault = _faults.TryDequeue(out Func<Socket, Task>? fault);
        try
        {
            await (isFault ? fault!(socket) : HandThroughAsync(socket));
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side went first, as it may.
        }
        catch (Exception surprise)
        {
            _surprises.Enqueue(surprise);
        }
        finally
        {
            Interlocked.Add(ref _met, isFault ? 1 : 0);
            _open.TryRemove(socket, out _);
            socket.Dispose();
        }
    }

    private async Task HandThroughAsync(Socket client)
    {
        using var backend = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        await backend.ConnectAsync(IPAddress.Loopback, _backendPort);
        await using var near = new NetworkStream(client);
        await using var far = new NetworkStream(backend);
        await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
    }
}
