using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>
/// A server that speaks just enough HTTP/2 to misbehave: it grants the initial window of 65,535 bytes and not one more unless told, and
/// answers when a test says so.
/// <code>
///   frame:  length 24 │ type 8 │ flags 8 │ stream 31 │ payload      (RFC 9113, section 4.1)
/// </code>
/// </summary>
internal sealed class RawHttp2Peer : IDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte RstStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte WindowUpdate = 8;
    public const byte EndStream = 1;

    private const int PrefaceBytes = 24;
    private const byte Ack = 1;
    private const byte EndHeaders = 4;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private NetworkStream? _stream;

    public RawHttp2Peer() => _listener.Start();

    public string Endpoint => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async Task AcceptAsync()
    {
        _stream = new NetworkStream(await _listener.AcceptSocketAsync(), ownsSocket: true);
        await _stream.ReadExactlyAsync(new byte[PrefaceBytes]);
        await WriteAsync(Settings, 0, 0, []);
        await WriteAsync(Settings, Ack, 0, []);
    }

    /// <summary>The next frame.</summary>
    public async Task<(byte Type, byte Flags, int Stream, byte[] Payload)> ReadAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var head = new byte[9];
        await _stream!.ReadExactlyAsync(head, patience.Token);
        var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
        await _stream.ReadExactlyAsync(payload, patience.Token);
        return (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
    }

    /// <summary>Reads until so many bytes of DATA have come; returns their stream.</summary>
    public async Task<int> ReadDataAsync(int bytes)
    {
        int stream = 0;
        while (bytes > 0)
        {
            (byte type, _, int from, byte[] payload) = await ReadAsync();
            bytes -= type == Data ? payload.Length : 0;
            stream = type == Data ? from : stream;
        }

        return stream;
    }

    /// <summary>Answers with headers alone, which end the stream, and leaves the request's half of it open.</summary>
    public Task AnswerAsync(int stream, int grpcStatus) => WriteAsync(
        Headers, EndStream | EndHeaders, stream,
        [0x88, .. Literal("content-type", "application/grpc"), .. Literal("grpc-status", grpcStatus.ToString())]);

    /// <summary>Grants bytes to a stream, or with 0 to the connection.</summary>
    public Task GrantAsync(int stream, int bytes)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, bytes);
        return WriteAsync(WindowUpdate, 0, stream, payload);
    }

    /// <summary>Asks for a PING's answer, which comes behind everything that was on its way.</summary>
    public Task PingAsync() => WriteAsync(Ping, 0, 0, new byte[8]);

    public void Dispose()
    {
        _stream?.Dispose();
        _listener.Dispose();
    }

    // HPACK: literal header field without indexing, new name, no Huffman (RFC 7541, section 6.2.2).
    private static byte[] Literal(string name, string value) =>
        [0x00, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    private async Task WriteAsync(byte type, int flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[1] = (byte)(payload.Length >> 8);
        frame[2] = (byte)payload.Length;
        frame[3] = type;
        frame[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        await _stream!.WriteAsync(frame);
    }
}
