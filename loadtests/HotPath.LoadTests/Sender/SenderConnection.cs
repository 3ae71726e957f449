using System.Net;
using System.Net.Sockets;
using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// One connection of a load: sends what is due, reads the answers, and connects again when it is cut off. In a closed loop each request
/// that
/// ended makes the next one due.
/// </summary>
internal abstract class SenderConnection
{
    private static readonly TimeSpan BeforeReconnecting = TimeSpan.FromMilliseconds(100);

    private readonly int _port;
    private readonly bool _isClosedLoop;
    private readonly TimeProvider _time;

    protected SenderConnection(int port, bool isClosedLoop, SenderCounts counts, TimeProvider time)
    {
        _port = port;
        _isClosedLoop = isClosedLoop;
        Counts = counts;
        _time = time;
    }

    /// <summary>What is due.</summary>
    public TicketQueue Tickets { get; } = new();

    protected SenderCounts Counts { get; }

    protected AsyncSignal Wake { get; } = new();

    /// <summary>Makes a request due that was meant to be sent at a time. Any thread; may send upon it.</summary>
    public void Offer(long intended)
    {
        if (Tickets.Add(intended))
        {
            Wake.Set();
        }
    }

    /// <summary>Serves until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            string fault = "the connection was closed";
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), stop);
                await ServeAsync(socket, stop);
            }
            catch (Exception gone)
                when (gone is SocketException or OperationCanceledException or InvalidDataException or ObjectDisposedException)
            {
                fault = gone.Message;
            }

            int cutOff = FailAll(fault);
            for (int i = 0; i < cutOff; i++)
            {
                Again();
            }

            if (!stop.IsCancellationRequested)
            {
                await Task.Delay(BeforeReconnecting, _time, CancellationToken.None);
            }
        }
    }

    /// <summary>Serves one socket until it ends.</summary>
    protected abstract Task ServeAsync(Socket socket, CancellationToken stop);

    /// <summary>Counts what was in flight as failed, and returns how many those were.</summary>
    protected abstract int FailAll(string fault);

    /// <summary>A request has ended: in a closed loop the next one is due.</summary>
    protected void Again()
    {
        if (_isClosedLoop)
        {
            Offer(_time.GetTimestamp());
        }
    }

    /// <summary>Sends all of it.</summary>
    protected static async ValueTask WriteAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (bytes.Length > 0)
        {
            int sent = await socket.SendAsync(bytes, SocketFlags.None, stop);
            bytes = bytes[sent..];
        }
    }
}
