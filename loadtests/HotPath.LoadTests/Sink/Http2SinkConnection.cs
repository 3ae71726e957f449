using System.Buffers.Binary;
using System.Net.Sockets;
using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Sink;

/// <summary>
/// A gRPC server's side of a connection that answers everything with OK. It reads no headers: whether a message is compressed its prefix
/// says,
/// and by what its first bytes.
/// </summary>
internal sealed class Http2SinkConnection
{
    private const int BufferBytes = 256 * 1024;
    private const int PrefixBytes = 5;
    private const int StreamWindow = 16 << 20;
    private const int ConnectionWindow = 64 << 20;

    /// <summary><c>:status: 200</c>, then content-type by the static table's name 31, as a literal without indexing.</summary>
    private static readonly byte[] Headers = [0x88, 0x0F, 0x10, 16, .. "application/grpc"u8];

    /// <summary><c>grpc-status: 0</c> as a literal without indexing.</summary>
    private static readonly byte[] Trailers = [0, 11, .. "grpc-status"u8, 1, (byte)'0'];

    private readonly LoadSink _sink;
    private readonly Socket _socket;
    private readonly MessageCounter _counter;
    private readonly FrameWriter _answers = new();
    private readonly Dictionary<int, MessageBuffer> _open = [];
    private readonly Stack<MessageBuffer> _idle = new();
    private int _uncredited;

    public Http2SinkConnection(LoadSink sink, Socket socket)
    {
        _sink = sink;
        _socket = socket;
        _counter = new MessageCounter(sink);
    }

    private static ReadOnlySpan<byte> EmptyMessage => [0, 0, 0, 0, 0];

    public async Task RunAsync(CancellationToken stop)
    {
        var reader = new FrameReader(_socket, BufferBytes);
        while (reader.Unread.Length < Http2Frame.Preface.Length)
        {
            if (!await reader.FillAsync(stop))
            {
                return;
            }
        }

        reader.Skip(Http2Frame.Preface.Length);
        _answers.AddSettings((SettingsId.InitialWindowSize, StreamWindow), (SettingsId.MaxConcurrentStreams, 1024));
        _answers.AddNumber(Http2Frame.WindowUpdate, 0, ConnectionWindow);
        await FlushAsync(stop);
        do
        {
            // Before frames are taken, too, since some have come with the preface, or while it was about to pause.
            await _sink.WhenOpen();
            while (reader.TryRead(out Http2Frame frame))
            {
                Take(frame);
            }

            await FlushAsync(stop);
            await _sink.WhenOpen();
        }
        while (await reader.FillAsync(stop));
    }

    private async ValueTask FlushAsync(CancellationToken stop)
    {
        for (ReadOnlyMemory<byte> left = _answers.Collected; left.Length > 0;)
        {
            left = left[await _socket.SendAsync(left, SocketFlags.None, stop)..];
        }

        _answers.Clear();
    }

    private void Take(in Http2Frame frame)
    {
        switch (frame.Type)
        {
            case Http2Frame.Headers:
                MessageBuffer fresh = _idle.TryPop(out MessageBuffer? idle) ? idle : new MessageBuffer();
                fresh.Clear();
                _open[frame.StreamId] = fresh;
                break;
            case Http2Frame.Data:
                TakeData(frame);
                break;
            case Http2Frame.ResetStream:
                if (_open.Remove(frame.StreamId, out MessageBuffer? given))
                {
                    _idle.Push(given);
                }

                break;
            case Http2Frame.Settings when !frame.Has(Http2Frame.Ack):
                _answers.Add(Http2Frame.Settings, Http2Frame.Ack, 0, []);
                break;
            case Http2Frame.Ping when !frame.Has(Http2Frame.Ack):
                _answers.Add(Http2Frame.Ping, Http2Frame.Ack, 0, frame.Payload);
                break;
            default:
                break;
        }
    }

    private void TakeData(in Http2Frame frame)
    {
        _uncredited += frame.Payload.Length;
        if (_uncredited >= ConnectionWindow / 2)
        {
            _answers.AddNumber(Http2Frame.WindowUpdate, 0, _uncredited);
            _uncredited = 0;
        }

        if (!_open.TryGetValue(frame.StreamId, out MessageBuffer? message))
        {
            return;
        }

        // A stream's window is credited each time that half of it is used up.
        int before = message.Length;
        message.Add(frame.Content);
        if (message.Length / (StreamWindow / 2) != before / (StreamWindow / 2))
        {
            _answers.AddNumber(Http2Frame.WindowUpdate, frame.StreamId, StreamWindow / 2);
        }

        if (frame.Has(Http2Frame.EndStream))
        {
            _open.Remove(frame.StreamId);
            End(frame.StreamId, message.Written);
            _idle.Push(message);
        }
    }

    private void End(int streamId, ReadOnlyMemory<byte> framed)
    {
        ReadOnlySpan<byte> bytes = framed.Span;
        if (bytes.Length < PrefixBytes || BinaryPrimitives.ReadInt32BigEndian(bytes[1..]) != bytes.Length - PrefixBytes)
        {
            throw new InvalidDataException($"a call of {bytes.Length} bytes ended that are not one gRPC message");
        }

        string? encoding = bytes[0] == 0 ? null : bytes[PrefixBytes] == 0x1F ? "gzip" : "zstd";
        _counter.Count(framed[PrefixBytes..], encoding);
        _answers.Add(Http2Frame.Headers, Http2Frame.EndHeaders, streamId, Headers);
        _answers.Add(Http2Frame.Data, 0, streamId, EmptyMessage);
        _answers.Add(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream, streamId, Trailers);
    }
}
