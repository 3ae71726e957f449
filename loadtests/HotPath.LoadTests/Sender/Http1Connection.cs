using System.Net.Sockets;
using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Sender;

/// <summary>An OTLP/HTTP client's connection: HTTP/1.1, one request in flight.</summary>
internal sealed class Http1Connection : SenderConnection
{
    private const int BufferBytes = 32 * 1024;

    private readonly IReadOnlyList<Http1Request> _requests;
    private readonly FreshIds _ids;
    private int _next;
    private bool _isInFlight;

    /// <summary>Makes a connection that sends these requests, its own, in turn; the seed is of their trace ids.</summary>
    public Http1Connection(
        int port, bool isClosedLoop, SenderCounts counts, TimeProvider time, IReadOnlyList<Http1Request> requests, int seed)
        : base(port, isClosedLoop, counts, time)
    {
        _requests = requests;
        _ids = new FreshIds(seed);
    }

    protected override async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        using CancellationTokenRegistration awake = stop.Register(Wake.Set);
        byte[] buffer = new byte[BufferBytes];
        while (!stop.IsCancellationRequested)
        {
            if (!Tickets.TryBegin(Counts, out long intended))
            {
                await Wake.WaitAsync();
                continue;
            }

            _isInFlight = true;
            Http1Request request = _requests[_next++ % _requests.Count];
            request.Renew(_ids);
            await WriteAsync(socket, request.Bytes, stop);
            Http1Answer answer = await ReadAsync(socket, buffer, stop);
            _isInFlight = false;
            if (answer.IsOk)
            {
                Counts.EndOk(request.Spans, intended);
            }
            else
            {
                Counts.EndRefused(answer.HasDelay, $"HTTP status {answer.Status}");
            }

            Again();
            if (answer.Closes)
            {
                return;
            }
        }
    }

    protected override int FailAll(string fault)
    {
        if (!_isInFlight)
        {
            return 0;
        }

        _isInFlight = false;
        Counts.EndFailed(fault);
        return 1;
    }

    private static async ValueTask<Http1Answer> ReadAsync(Socket socket, byte[] buffer, CancellationToken stop)
    {
        int end = 0;
        while (true)
        {
            if (Http1Answer.TryRead(buffer.AsSpan(0, end), out Http1Answer answer))
            {
                return answer;
            }

            int received = end == buffer.Length ? 0 : await socket.ReceiveAsync(buffer.AsMemory(end), SocketFlags.None, stop);
            if (received == 0)
            {
                throw new InvalidDataException($"an answer ended after {end} bytes");
            }

            end += received;
        }
    }
}
