using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Core.Memory;
using HotPath.Engine.Plan;
using HotPath.Fuzz.Running;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Http;
using HotPath.Hosting.Http2;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;
using HotPath.Testing;
using HotPath.Testing.Compression;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// All that a client sends after its preface, to a connection of our server: it ends, sends whole frames, holds nothing afterwards, and
/// delivers the same messages however the reads cut the bytes.
/// </summary>
internal sealed class Http2ServerTarget : IFuzzTarget
{
    private static readonly GrpcServerPlan Plan = GrpcServerPlan.DefaultAt(new NetworkAddress("127.0.0.1", 0, default)) with
    {
        MaxReceiveBytes = 64 * 1024,
        MaxConcurrentStreams = 8,
        IncludeMetadata = true,
    };

    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 26, 1 << 26), tracking: true);
    private readonly FuzzIntake _intake;
    private readonly GrpcApplication _application;
    private readonly Http2Service _service;

    public Http2ServerTarget()
    {
        _intake = new FuzzIntake(Signal.Traces, _slabs);
        var time = new FakeClock();
        var limits = new HostLimits
        {
            FirstReservationBytes = 256,
            MaxEmptyFramesPerSecond = 50,
            MaxResetsPerSecond = 50,
            MaxContinuationFrames = 4,
        };
        _application = new GrpcApplication(new GrpcRoutes([_intake]), Plan, "max_recv_msg_size_mib", limits, time, NullLogger.Instance);
        var peers = new PeerLog(isGrpc: true, isTls: false, null, "fuzz", NullLogger.Instance, time);
        var others = new HttpRoutes(HttpPathsPlan.Default, [_intake]);
        _service = new Http2Service(Plan, _application, others, new PeerGate(peers, limits.PrefaceTimeout, time), peers);
    }

    public string Name => "http2-server";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [.. RawFrame.Settings(new Setting(SettingId.EnablePush, 0)), .. Frames.Call(1, [4, 2, 3]),
        .. RawFrame.Bytes(FrameType.Settings, FrameFlags.Ack, 0)],
        [.. RawFrame.Settings(), .. Frames.Call(1, new byte[600]), .. Frames.Call(3, [1]), .. Frames.Call(5, [2]), .. RawFrame.Ping()],
        [
            .. RawFrame.Settings(),
            .. RawFrame.Bytes(FrameType.Headers, 0, 1, RawBlock.ForExport().AsSpan(0, 20)),
            .. RawFrame.Bytes(FrameType.Continuation, FrameFlags.EndHeaders, 1, RawBlock.ForExport().AsSpan(20)),
            .. RawFrame.Bytes(FrameType.Data, FrameFlags.Padded, 1, [2, .. GrpcMessages.Frame([9, 9]), 0, 0]),
            .. RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1),
            .. RawFrame.WindowUpdate(0, 1000),
        ],
        [
            .. RawFrame.Settings(new Setting(SettingId.InitialWindowSize, 1)),
            .. RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, 1,
            RawBlock.ForExport(("grpc-encoding", "gzip"), ("grpc-timeout", "5S"))),
            .. RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1, [1, 0, 0, 0, 23, .. CodecBytes.Compress(Codec.Gzip, [])]),
            .. RawFrame.WindowUpdate(1, 5),
        ],
        [.. RawFrame.Settings(), .. RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, 1,
        RawBlock.Of([(":method", "GET"), (":path", "/v1/traces"), (":scheme", "http")]))],
        [.. RawFrame.Settings(), .. Frames.Call(1, [4]), .. RawFrame.Reset(1), .. Frames.Call(3, [4], ("x-trailer-key", "v")),
        .. Frames.Tokens[13]],
    ];

    public IReadOnlyList<byte[]> Tokens => Frames.Tokens;

    public byte[] Mend(byte[] input) => Frames.Mend(input);

    public int Run(ReadOnlySpan<byte> input)
    {
        byte[] sent = Serve(input, input.Length + 1, out int cuts);
        string[] whole = [.. _intake.Delivered.Select(Convert.ToHexString)];
        int refused = _intake.Refused;
        int types = Frames.Check(sent);
        Invariant.Holds((types & (1 << (int)FrameType.Settings)) != 0, "no SETTINGS were sent");

        int piece = 1 + (FuzzTexts.Mix(input.Length, input.IsEmpty ? 0 : input[^1]) & 31);
        Frames.Check(Serve(input, piece, out _));
        int same = _intake.Delivered.Select(Convert.ToHexString).Zip(whole).TakeWhile(static pair => pair.First == pair.Second).Count();

        // A client that says goodbye is let go when nothing of it is under way: what it still sends may come too late.
        bool isLeaving = Frames.Has(input, FrameType.GoAway);
        Invariant.Holds(
            same == Math.Min(whole.Length, _intake.Delivered.Count) && (isLeaving || whole.Length == _intake.Delivered.Count),
            "other messages are delivered if reads cut the bytes otherwise");
        return FuzzTexts.Mix(types, cuts, whole.Length, refused, FuzzTexts.Magnitude(sent.Length), LastCode(sent));
    }

    public void Dispose()
    {
        _service.Dispose();
        _application.Dispose();
        _slabs.Dispose();
    }

    private byte[] Serve(ReadOnlySpan<byte> input, int piece, out int cuts)
    {
        _intake.Clear();
        var pipe = new DuplexPipe();
        var connection = new FuzzConnection(pipe);
        Task serving = _service.RunAsync(connection, static _ => Task.CompletedTask);
        Write(pipe, Http2Limits.Preface);
        for (ReadOnlySpan<byte> left = input; !left.IsEmpty && !serving.IsCompleted; left = left[Math.Min(piece, left.Length)..])
        {
            Write(pipe, left[..Math.Min(piece, left.Length)]);
        }

        pipe.ToServer.Complete();
        Invariant.Holds(serving.IsCompleted, "the connection does not end with its input");
        if (serving.Exception is { } fault)
        {
            throw fault.InnerException!;
        }

        Invariant.Holds(_slabs.OutstandingLeases == 0, $"{_slabs.OutstandingLeases} leases are still out");
        cuts = connection.Aborts;
        return pipe.Written();
    }

    private static void Write(DuplexPipe pipe, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(pipe.ToServer.GetSpan(bytes.Length));
        pipe.ToServer.Advance(bytes.Length);
        Invariant.Holds(pipe.ToServer.FlushAsync().AsTask().IsCompleted, "a write waits");
    }

    /// <summary>Why the connection was ended, if it says so last.</summary>
    private static int LastCode(ReadOnlySpan<byte> sent)
    {
        int code = -1;
        while (!sent.IsEmpty)
        {
            FrameHeader header = FrameHeader.Read(sent);
            code = header.Type == FrameType.GoAway ? sent[FrameHeader.Bytes + 7] : code;
            sent = sent[(FrameHeader.Bytes + header.Length)..];
        }

        return code;
    }
}
