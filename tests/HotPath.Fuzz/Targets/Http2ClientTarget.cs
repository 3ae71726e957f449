using HotPath.Components.Exporters.Otlp;
using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Core.Http2;
using HotPath.Engine.Config;
using HotPath.Fuzz.Running;
using HotPath.Testing;
using HotPath.Testing.Http2;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// All that a backend sends, to a connection of our client with two calls on their way: every call ends once, the connection ends with its
/// input, whole frames are sent, and no loop dies of anything but what the peer did.
/// </summary>
internal sealed class Http2ClientTarget : IFuzzTarget
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly RequestHeaders _headers;

    public Http2ClientTarget()
    {
        GrpcEndpoint endpoint = GrpcEndpoint.Parse("localhost:4317", out _)!.Value;
        var plan = new GrpcClientPlan(
            endpoint, null, Compression.None, null, [], "fuzz", "", GrpcBalancer.RoundRobin, false, GrpcTransportKind.Own);
        _headers = new RequestHeaders(plan, TimeSpan.FromSeconds(5), new ComponentId("otlp", ""));
    }

    public string Name => "http2-client";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [.. RawFrame.Settings(), .. RawFrame.Bytes(FrameType.Settings, FrameFlags.Ack, 0), .. Answer(1, "0"), .. Answer(3, "14")],
        [.. RawFrame.Settings(new Setting(SettingId.InitialWindowSize, 10)), .. RawFrame.WindowUpdate(1, 2000), .. Answer(1, "0"),
        .. RawFrame.Reset(3, Http2ErrorCode.RefusedStream)],
        [.. RawFrame.Settings(new Setting(SettingId.MaxConcurrentStreams, 1)), .. Answer(1, "0"),
        .. RawFrame.Bytes(FrameType.GoAway, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0)],
        [
            .. RawFrame.Settings(), .. RawFrame.Bytes(FrameType.Headers, 0, 1, ScriptedConnection.Block((":status", "200")).AsSpan(0, 5)),
            .. RawFrame.Bytes(FrameType.Continuation, FrameFlags.EndHeaders, 1, ScriptedConnection.Block((":status", "200")).AsSpan(5)),
            .. RawFrame.Bytes(FrameType.Data, FrameFlags.Padded, 1, 1, 0, 0, 0, 0, 0, 0), .. RawFrame.Ping(),
        ],
        [.. "HTTP/1.1 400 Bad Request\r\n\r\n"u8],
        [0x15, 0x03, 0x01, 0, 2, 2, 22],
    ];

    public IReadOnlyList<byte[]> Tokens { get; } = [.. Frames.Tokens, Answer(1, "0"), Answer(3, "8")];

    public byte[] Mend(byte[] input) => Frames.Mend(input);

    public int Run(ReadOnlySpan<byte> input)
    {
        using var link = new FuzzLink(input.ToArray(), 1 + (input.Length % 7 == 0 ? input.Length : input[^1] & 63));
        Task<int> running = RunAsync(link);
        Invariant.Holds(((IAsyncResult)running).AsyncWaitHandle.WaitOne(Patience), "the connection, or a call of it, does not end");
        if (running.Exception is { } fault)
        {
            throw fault.InnerException!;
        }

        ReadOnlySpan<byte> sent = link.Sent;
        Invariant.Holds(sent.StartsWith(Http2Limits.Preface), "no preface was sent");
        int types = Frames.Check(sent[Http2Limits.Preface.Length..]);
        return FuzzTexts.Mix(running.GetAwaiter().GetResult(), types);
    }

    public void Dispose()
    {
    }

    private async Task<int> RunAsync(FuzzLink link)
    {
        var connection = new Http2Connection(link, "fuzz", _headers, null, new FakeClock());
        Task opening = connection.OpenAsync(CancellationToken.None);
        Http2Call[] calls = [new(), new()];
        var message = new FuzzMessage(new byte[700]);
        bool[] begun = [.. calls.Select(call => connection.TryBegin(call, Signal.Traces, message, credentials: null))];
        link.Begin();
        await connection.Closed;
        int end = FuzzTexts.Kind(connection.Why ?? "");
        for (int i = 0; i < calls.Length; i++)
        {
            if (begun[i])
            {
                CallEnd how = await calls[i].Ended;
                end = FuzzTexts.Mix(end, (int)how, how == CallEnd.Answered ? (int)calls[i].Head.Status.Code : -1,
                    calls[i].Body.Message is null ? 0 : 1);
                connection.Finish(calls[i]);
                calls[i].Clear();
            }
        }

        Invariant.Holds(connection.Calls == 0, $"{connection.Calls} calls are still under way");
        await connection.EndAsync();
        await opening.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
        return FuzzTexts.Mix(end, connection.HasAnswered ? 1 : 0, connection.IsGoingAway ? 1 : 0);
    }

    private static byte[] Answer(int stream, string status) =>
    [
        .. RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, stream,
        ScriptedConnection.Block((":status", "200"), ("content-type", "application/grpc"))),
        .. RawFrame.Bytes(FrameType.Data, FrameFlags.None, stream, new byte[5]),
        .. RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, stream,
        ScriptedConnection.Block(("grpc-status", status), ("grpc-message", "x%20y"))),
    ];
}
