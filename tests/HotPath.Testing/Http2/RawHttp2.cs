using System.Net;
using System.Net.Sockets;
using System.Text;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Testing.Grpc;
using Shouldly;

namespace HotPath.Testing.Http2;

/// <summary>
/// A client of frames: it sends any bytes and reads frames one by one, and knows no rules but HPACK's, so that tests can keep or break each
/// of RFC 9113's. It acknowledges SETTINGS and PING if <see cref="IsPolite"/>.
/// </summary>
public sealed class RawHttp2 : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly NetworkStream _stream;
    private readonly HpackDecoder _hpack = new(Http2Limits.DefaultHeaderTableBytes, 1 << 20);
    private readonly Queue<string> _latest = new();
    private readonly byte[] _header = new byte[FrameHeader.Bytes];

    private RawHttp2(IPEndPoint endPoint)
    {
        _socket.Connect(endPoint);
        _stream = new NetworkStream(_socket);
    }

    /// <summary>True if SETTINGS and PING of the server's are acknowledged as they are read.</summary>
    public bool IsPolite { get; set; } = true;

    /// <summary>Connects, without a word.</summary>
    public static RawHttp2 Connect(IPEndPoint endPoint) => new(endPoint);

    /// <summary>Connects, and sends the preface and SETTINGS.</summary>
    public static async Task<RawHttp2> ConnectAsync(IPEndPoint endPoint, params Setting[] settings)
    {
        var client = new RawHttp2(endPoint);
        await client.SendAsync(Http2Limits.Preface.ToArray(), RawFrame.Settings(settings));
        return client;
    }

    /// <summary>Sends bytes in one write.</summary>
    public async Task SendAsync(params byte[][] pieces)
    {
        try
        {
            await _stream.WriteAsync(pieces.SelectMany(static piece => piece).ToArray());
        }
        catch (IOException)
        {
            // The server has ended the connection: what it said before that is still to be read.
        }
    }

    /// <summary>Sends the HEADERS of an Export call, its body to follow.</summary>
    public Task OpenAsync(int streamId, params (string Name, string Value)[] more) =>
        SendAsync(RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, streamId, RawBlock.ForExport(more)));

    /// <summary>Sends a whole Export call in two frames.</summary>
    public Task ExportAsync(int streamId, byte[] message) => SendAsync(
        RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, streamId, RawBlock.ForExport()),
        RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, streamId, GrpcMessages.Frame(message)));

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads a frame; null if the server has ended the connection.</summary>
    public async Task<RawFrame?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (await _stream.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, patience.Token) < _header.Length)
            {
                return null;
            }

            FrameHeader header = FrameHeader.Read(_header);
            byte[] payload = new byte[header.Length];
            await _stream.ReadExactlyAsync(payload, patience.Token);
            var frame = new RawFrame(header, payload);
            Note(frame);
            await AnswerAsync(frame);
            return frame;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no frame came within {Patience}; the latest were {string.Join(' ', _latest)}");
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads frames up to one of a type, on a stream if that is named.</summary>
    public async Task<RawFrame> ReadAsync(FrameType type, int? streamId = null)
    {
        var seen = new List<RawFrame>();
        while (await ReadAsync() is { } frame)
        {
            if (frame.Header.Type == type && (streamId is null || frame.Header.StreamId == streamId))
            {
                return frame;
            }

            seen.Add(frame);
        }

        throw new EndOfStreamException($"no {type} came, but {string.Join(' ', seen)}");
    }

    /// <summary>Reads frames to the end of the connection.</summary>
    public async Task<IReadOnlyList<RawFrame>> ReadToEndAsync()
    {
        var frames = new List<RawFrame>();
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>Reads to the GOAWAY that ends the connection with an error, or to the end.</summary>
    public async Task<(Http2ErrorCode Code, int LastStreamId, string Text)> ReadGoAwayAsync()
    {
        RawFrame frame = await ReadAsync(FrameType.GoAway);
        Http2ErrorCode code = FramePayload.GoAway(frame.Payload, out int last, out ReadOnlySpan<byte> text);
        return (code, last, Encoding.UTF8.GetString(text));
    }

    /// <summary>Reads to the RST_STREAM of a stream.</summary>
    public async Task<Http2ErrorCode> ReadResetAsync(int streamId) =>
        FramePayload.ResetCode((await ReadAsync(FrameType.RstStream, streamId)).Payload);

    /// <summary>Reads the answer of a stream; frames of others are skipped.</summary>
    public async Task<RawAnswer> ReadAnswerAsync(int streamId)
    {
        var fields = new Dictionary<string, string>();
        using var body = new MemoryStream();
        int dataFrames = 0;
        while (await ReadAsync() is { } frame)
        {
            if (frame.Header.Type == FrameType.Headers)
            {
                var sink = new Fields(frame.Header.StreamId == streamId ? fields : []);
                _hpack.Decode(frame.Payload, ref sink).ShouldBe(HpackStatus.Ok);
            }

            if (frame.Header.StreamId != streamId)
            {
                continue;
            }

            if (frame.Header.Type == FrameType.Data)
            {
                body.Write(frame.Payload);
                dataFrames++;
            }

            frame.Header.Type.ShouldBeOneOf(FrameType.Headers, FrameType.Data, FrameType.WindowUpdate);
            if (frame.Header.Type != FrameType.WindowUpdate && frame.Header.Has(FrameFlags.EndStream))
            {
                return new RawAnswer(fields, body.ToArray(), dataFrames);
            }
        }

        throw new EndOfStreamException($"the connection ended without an answer on stream {streamId}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    /// <summary>Keeps the latest frames for whoever waits for another in vain.</summary>
    private void Note(RawFrame frame)
    {
        const int Most = 20;
        _latest.Enqueue(frame.ToString());
        if (_latest.Count > Most)
        {
            _latest.Dequeue();
        }
    }

    private Task AnswerAsync(RawFrame frame)
    {
        bool isAck = frame.Header.Has(FrameFlags.Ack);
        return (frame.Header.Type, IsPolite && !isAck) switch
        {
            (FrameType.Settings, true) => SendAsync(RawFrame.Bytes(FrameType.Settings, FrameFlags.Ack, 0)),
            (FrameType.Ping, true) => SendAsync(RawFrame.Bytes(FrameType.Ping, FrameFlags.Ack, 0, frame.Payload)),
            _ => Task.CompletedTask,
        };
    }

    private readonly struct Fields(Dictionary<string, string> fields) : IHeaderSink
    {
        public void Header(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            fields[Encoding.Latin1.GetString(name)] = Encoding.Latin1.GetString(value);
    }
}
