using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HotPath.Core;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Grpc;

namespace HotPath.Hosting.Tests.Listeners;

/// <summary>
/// HTTP/2 by hand (RFC 9113), for what no client library shows or does: it reads the types of the frames that come, and writes any frame.
/// <code>
///   length (3) │ type (1) │ flags (1) │ stream id (4) │ payload
/// </code>
/// </summary>
internal sealed class Http2Probe : IDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte RstStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;

    public const byte Ack = 1;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;

    private const int FrameHeader = 9;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly NetworkStream _stream;

    private Http2Probe(IPEndPoint endPoint)
    {
        _socket.Connect(endPoint);
        _stream = new NetworkStream(_socket);
    }

    /// <summary>The payload of the frame read last.</summary>
    public byte[] Payload { get; private set; } = [];

    public static async Task<Http2Probe> ConnectAsync(IPEndPoint endPoint)
    {
        var probe = new Http2Probe(endPoint);
        await probe._stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await probe.SendAsync(Settings, 0, 0, []);
        return probe;
    }

    /// <summary>Sends HEADERS and DATA of one whole Export call.</summary>
    public async Task SendExportAsync(int streamId, byte[] message)
    {
        await SendHeadersAsync(streamId);
        await SendAsync(Data, EndStream, streamId, GrpcMessages.Frame(message));
    }

    /// <summary>Sends the HEADERS of an Export call of traces, the body to follow.</summary>
    public Task SendHeadersAsync(int streamId, string scheme = "http")
    {
        var block = new MemoryStream();
        Literal(block, ":method", "POST");
        Literal(block, ":scheme", scheme);
        Literal(block, ":path", GrpcMessages.Path(Signal.Traces));
        Literal(block, ":authority", "gateway");
        Literal(block, "content-type", "application/grpc");
        Literal(block, "te", "trailers");
        return SendAsync(Headers, EndHeaders, streamId, block.ToArray());
    }

    /// <summary>Sends one frame.</summary>
    public async Task SendAsync(byte type, byte flags, int streamId, byte[] payload)
    {
        byte[] frame = new byte[FrameHeader + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        payload.CopyTo(frame.AsSpan(FrameHeader));
        try
        {
            await _stream.WriteAsync(frame);
        }
        catch (IOException)
        {
            // The server has ended the connection: what it said before that is still to be read.
        }
    }

    /// <summary>Reads frames up to one of a type; their types, that one included.</summary>
    public async Task<IReadOnlyList<byte>> ReadUntilAsync(byte type)
    {
        var types = new List<byte>();
        while (!types.Contains(type))
        {
            types.Add(await ReadAsync() ?? throw new EndOfStreamException($"no frame of type {type}, but {string.Join(' ', types)}"));
        }

        return types;
    }

    /// <summary>Reads frames until the server ends the connection, and answers its pings; their types.</summary>
    public async Task<IReadOnlyList<byte>> ReadToEndAsync(bool answerPings = true)
    {
        var types = new List<byte>();
        while (await ReadAsync() is { } type)
        {
            types.Add(type);
            if (type == Ping && answerPings)
            {
                await SendAsync(Ping, Ack, 0, Payload);
            }
        }

        return types;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private async Task<byte?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(GrpcRig.Patience);
        byte[] header = new byte[FrameHeader];
        try
        {
            if (await _stream.ReadAtLeastAsync(header, FrameHeader, throwOnEndOfStream: false, patience.Token) < FrameHeader)
            {
                return null;
            }

            Payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) >>> 8];
            await _stream.ReadExactlyAsync(Payload, patience.Token);
            return header[3];
        }
        catch (IOException)
        {
            // A reset is an end, too.
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no frame came within {GrpcRig.Patience}");
        }
    }

    /// <summary>A literal header field without indexing, new name (RFC 7541 section 6.2.2), without Huffman coding.</summary>
    private static void Literal(MemoryStream block, string name, string value)
    {
        block.WriteByte(0);
        foreach (string text in (string[])[name, value])
        {
            block.WriteByte((byte)text.Length);
            block.Write(Encoding.ASCII.GetBytes(text));
        }
    }
}
