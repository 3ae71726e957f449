using System.Net;
using System.Net.Sockets;

namespace HotPath.LoadTests.Sink;

/// <summary>
/// The backend of every scenario: it speaks gRPC and OTLP/HTTP on one port, counts what arrives whole and answers OK. What counts is what
/// is
/// delivered here, not what a sender believes it has sent. It is to cost less than what sends to it: sockets, and no server.
/// </summary>
internal sealed class LoadSink : IAsyncDisposable
{
    private const int Backlog = 4096;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _paused;
    private int _open;
    private long _spans;
    private long _bytes;
    private string? _broken;

    private LoadSink(Socket listener)
    {
        _listener = listener;
        _accepting = AcceptAllAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Spans delivered so far.</summary>
    public long Spans => Interlocked.Read(ref _spans);

    /// <summary>Bytes of the messages delivered so far, decompressed.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>What was wrong with the first message that did not arrive as it should; null if all did.</summary>
    public string? Broken => Volatile.Read(ref _broken);

    /// <summary>Starts on a port of this machine.</summary>
    public static LoadSink Start(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(Backlog);
        return new LoadSink(listener);
    }

    /// <summary>Reads nothing from now on, as a backend that hangs.</summary>
    public void Pause() => _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads again.</summary>
    public void Resume()
    {
        _paused?.TrySetResult();
        _paused = null;
    }

    /// <summary>Completes when it is not paused.</summary>
    public Task WhenOpen() => _paused?.Task ?? Task.CompletedTask;

    /// <summary>Waits until so many spans have been delivered in all, or so long.</summary>
    public async Task WhenDeliveredAsync(long spans, TimeSpan patience)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (Spans < spans && TimeProvider.System.GetElapsedTime(started) < patience)
        {
            await Task.Delay(BetweenLooks);
        }
    }

    /// <summary>
    /// Waits until all connections so far have ended, as those of a program that is gone do when what it had sent has been read.
    /// </summary>
    public async Task WhenGoneAsync()
    {
        // Connections are accepted in their order: when this one has been, so have all that came before.
        using var last = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await last.ConnectAsync(_listener.LocalEndPoint!);
        last.Shutdown(SocketShutdown.Send);
        await last.ReceiveAsync(new byte[1]);
        while (Volatile.Read(ref _open) > 0)
        {
            await Task.Delay(BetweenLooks);
        }
    }

    public void Add(int spans, int bytes)
    {
        Interlocked.Add(ref _spans, spans);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void AddBroken(string what) => Interlocked.CompareExchange(ref _broken, what, null);

    public async ValueTask DisposeAsync()
    {
        Resume();
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _open);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            byte[] first = new byte[3];
            try
            {
                int peeked = await socket.ReceiveAsync(first, SocketFlags.Peek, _stop.Token);
                if (peeked > 0)
                {
                    await (first.AsSpan().SequenceEqual("PRI"u8)
                        ? new Http2SinkConnection(this, socket).RunAsync(_stop.Token)
                        : new Http1SinkConnection(this, socket).RunAsync(_stop.Token));
                }
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The program under test stops when its round is over.
            }
            catch (InvalidDataException fault)
            {
                AddBroken(fault.Message);
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        }
    }
}
