using System.Net.Sockets;
using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Sink;

/// <summary>An OTLP/HTTP server's side of a connection that answers every protobuf request with 200.</summary>
internal sealed class Http1SinkConnection
{
    private const int LeastRoom = 64 * 1024;

    private readonly LoadSink _sink;
    private readonly Socket _socket;
    private readonly MessageCounter _counter;
    private readonly MessageBuffer _received = new();
    private readonly MessageBuffer _body = new();

    public Http1SinkConnection(LoadSink sink, Socket socket)
    {
        _sink = sink;
        _socket = socket;
        _counter = new MessageCounter(sink);
    }

    private static ReadOnlyMemory<byte> Answer { get; } =
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            await _sink.WhenOpen();
            int received = await _socket.ReceiveAsync(_received.GetMemory(LeastRoom), SocketFlags.None, stop);
            if (received == 0)
            {
                return;
            }

            _received.Advance(received);
            if (TryTake())
            {
                await _socket.SendAsync(Answer, SocketFlags.None, stop);
            }
        }
    }

    /// <summary>Clients send their next request after the answer, so that nothing follows a whole one.</summary>
    private bool TryTake()
    {
        ReadOnlySpan<byte> bytes = _received.Written.Span;
        if (Http1Head.TryRead(bytes) is not { } head)
        {
            return false;
        }

        _body.Clear();
        if (Http1Body.TryRead(bytes[head.Bytes..], head.ContentLength, _body) < 0)
        {
            return false;
        }

        _counter.Count(_body.Written, head["Content-Encoding"]);
        _received.Clear();
        return true;
    }
}
