using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using Shouldly;

namespace HotPath.Testing.Http2;

/// <summary>One connection of a <see cref="ScriptedServer"/>.</summary>
public sealed class ScriptedConnection : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly HpackDecoder _decoder = new(4096, 1 << 20);
    private readonly Dictionary<int, List<byte>> _bodies = [];
    private readonly Dictionary<int, HeaderList> _headers = [];

    internal ScriptedConnection(Socket socket)
    {
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            socket.NoDelay = true;
        }

        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The headers of each stream.</summary>
    public IReadOnlyDictionary<int, HeaderList> Headers => _headers;

    /// <summary>Frames that came, in order, DATA of finished requests included.</summary>
    public List<FrameHeader> Frames { get; } = [];

    /// <summary>Reads the client's preface, sends our SETTINGS, and acknowledges the client's.</summary>
    public async Task OpenAsync(params (ushort Id, uint Value)[] settings)
    {
        var preface = new byte[Http2Limits.Preface.Length];
        await ReadExactlyAsync(preface);
        if (!preface.AsSpan().SequenceEqual(Http2Limits.Preface))
        {
            throw new InvalidDataException($"no preface: {Encoding.Latin1.GetString(preface)}");
        }

        await SettingsAsync(settings);
        (FrameHeader header, _) = await ReadFrameAsync();
        header.Type.ShouldBe(FrameType.Settings);
        await WriteAsync(FrameType.Settings, FrameFlags.Ack, 0, []);
    }

    /// <summary>The next frame.</summary>
    public async Task<(FrameHeader Header, byte[] Payload)> ReadFrameAsync()
    {
        var head = new byte[FrameHeader.Bytes];
        await ReadExactlyAsync(head);
        FrameHeader header = FrameHeader.Read(head);
        var payload = new byte[header.Length];
        await ReadExactlyAsync(payload);
        Frames.Add(header);
        Keep(header, payload);
        return (header, payload);
    }

    /// <summary>Reads until a frame of a type came, and returns its payload.</summary>
    public async Task<(FrameHeader Header, byte[] Payload)> ReadUntilAsync(FrameType type)
    {
        while (true)
        {
            (FrameHeader header, byte[] payload) = await ReadFrameAsync();
            if (header.Type == type)
            {
                return (header, payload);
            }
        }
    }

    /// <summary>Reads until a request has come whole, giving back the windows that it took; its stream.</summary>
    public async Task<int> ReadRequestAsync(bool giveBack = true)
    {
        while (true)
        {
            (FrameHeader header, _) = await ReadFrameAsync();
            if (header.Type == FrameType.Data && header.Has(FrameFlags.EndStream))
            {
                return header.StreamId;
            }

            if (header.Type == FrameType.Data && giveBack && header.Length > 0)
            {
                await GrantAsync(header.StreamId, header.Length);
                await GrantAsync(0, header.Length);
            }
        }
    }

    /// <summary>A request's gRPC message.</summary>
    public byte[] MessageOf(int stream) => [.. _bodies[stream].Skip(5)];

    /// <summary>SETTINGS.</summary>
    public Task SettingsAsync(params (ushort Id, uint Value)[] settings)
    {
        var payload = new byte[settings.Length * Setting.Bytes];
        for (int i = 0; i < settings.Length; i++)
        {
            new Setting((SettingId)settings[i].Id, settings[i].Value).Write(payload.AsSpan(i * Setting.Bytes));
        }

        return WriteAsync(FrameType.Settings, FrameFlags.None, 0, payload);
    }

    /// <summary>WINDOW_UPDATE.</summary>
    public Task GrantAsync(int stream, int bytes) => WriteAsync(FrameType.WindowUpdate, FrameFlags.None, stream, Number(bytes));

    /// <summary>RST_STREAM.</summary>
    public Task ResetAsync(int stream, Http2ErrorCode code) => WriteAsync(FrameType.RstStream, FrameFlags.None, stream, Number((int)code));

    /// <summary>GOAWAY.</summary>
    public Task GoAwayAsync(int lastStream, Http2ErrorCode code = Http2ErrorCode.NoError, string text = "") =>
        WriteAsync(FrameType.GoAway, FrameFlags.None, 0, [.. Number(lastStream), .. Number((int)code), .. Encoding.ASCII.GetBytes(text)]);

    /// <summary>Success: headers, an empty message, trailers.</summary>
    public async Task AnswerAsync(int stream, int grpcStatus = 0)
    {
        await WriteAsync(FrameType.Headers, FrameFlags.EndHeaders, stream, Block((":status", "200"), ("content-type", "application/grpc")));
        await WriteAsync(FrameType.Data, FrameFlags.None, stream, new byte[5]);
        await WriteAsync(
            FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, stream, Block(("grpc-status", grpcStatus.ToString())));
    }

    /// <summary>Any frame.</summary>
    public Task WriteAsync(FrameType type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[FrameHeader.Bytes + payload.Length];
        new FrameHeader(payload.Length, type, flags, stream).Write(frame);
        payload.CopyTo(frame, FrameHeader.Bytes);
        return WriteRawAsync(frame);
    }

    /// <summary>Any bytes.</summary>
    public async Task WriteRawAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Reads any bytes.</summary>
    public async Task<byte[]> ReadRawAsync(int bytes)
    {
        var read = new byte[bytes];
        await ReadExactlyAsync(read);
        return read;
    }

    /// <summary>Closes the connection in order.</summary>
    public void Dispose() => _stream.Dispose();

    /// <summary>A header block that touches no table.</summary>
    public static byte[] Block(params (string Name, string Value)[] fields) => [.. fields.SelectMany(static field =>
        (byte[])[0, .. Text(field.Name), .. Text(field.Value)])];

    private static byte[] Text(string text) => text.Length < 127
        ? [(byte)text.Length, .. Encoding.Latin1.GetBytes(text)]
        : [127, (byte)(0x80 | ((text.Length - 127) & 0x7F)), (byte)((text.Length - 127) >> 7), .. Encoding.Latin1.GetBytes(text)];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private void Keep(FrameHeader header, byte[] payload)
    {
        if (header.Type == FrameType.Headers)
        {
            var list = new HeaderList();
            _decoder.Decode(payload, ref list).ShouldBe(HpackStatus.Ok);
            _headers[header.StreamId] = list;
            _bodies[header.StreamId] = [];
        }
        else if (header.Type == FrameType.Data)
        {
            _bodies[header.StreamId].AddRange(payload);
        }
    }

    private async Task ReadExactlyAsync(byte[] to)
    {
        using var patience = new CancellationTokenSource(ScriptedServer.Patience);
        try
        {
            await _stream.ReadExactlyAsync(to, patience.Token);
        }
        catch (OperationCanceledException)
        {
            string latest = string.Join(' ', Frames.TakeLast(20).Select(static frame => $"{frame.Type}({frame.StreamId}, {frame.Length})"));
            throw new OperationCanceledException($"nothing more came within {ScriptedServer.Patience}; the latest frames were {latest}");
        }
    }
}
