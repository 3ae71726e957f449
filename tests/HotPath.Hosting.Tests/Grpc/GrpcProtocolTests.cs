using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Tests.Listeners;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>What is not an OTLP/gRPC call, or not one message, is refused as grpc-go refuses it.</summary>
public abstract class GrpcProtocolTests(GrpcTransport transport)
{
    public sealed class OverOwn() : GrpcProtocolTests(GrpcTransport.Own);

    public sealed class OverKestrel() : GrpcProtocolTests(GrpcTransport.Kestrel);

    private static readonly byte[] Message = SampleRequests.Traces(spans: 3, seed: 1);

    private static GrpcCall Call => GrpcCall.Export(Signal.Traces, Message);

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/x-protobuf")]
    [InlineData("application/grpc-web+proto")]
    [InlineData("application/grpc+json")]
    public async Task Request_OfAnotherContentType_Is415(string? contentType)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await rig.Client.SendAsync(Call with { ContentType = contentType });

        reply.HttpStatus.ShouldBe(415);
        reply.Status.ShouldBe(3);
        reply.Message!.ShouldContain($"\"{contentType}\"");
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Request_ThatIsNotAPost_Is405(string method)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await rig.Client.SendAsync(Call with { Method = method });

        reply.HttpStatus.ShouldBe(405);
        reply.Status.ShouldBe(13);
        reply.Message!.ShouldContain(method);
    }

    [Fact]
    public async Task Get_FromABrowser_Is415()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await rig.Client.SendAsync(Call with { Method = "GET" });

        reply.HttpStatus.ShouldBe(415);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("123456789S")]
    [InlineData("1x")]
    public async Task Timeout_ThatIsMalformed_Is400(string timeout)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await rig.Client.SendAsync(Call with { Timeout = timeout });

        reply.HttpStatus.ShouldBe(400);
        reply.Status.ShouldBe(13);
        reply.Message!.ShouldContain("grpc-timeout");
    }

    [Theory]
    [InlineData("/", "unknown service")]
    [InlineData("/opentelemetry.proto.collector.trace.v1.TraceService/Get", "unknown method Get for service")]
    [InlineData("/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export", "unknown service opentelemetry")]
    [InlineData("/v1/traces", "unknown service v1")]
    public async Task Method_ThatIsNotOtlps_IsUnimplemented(string path, string message)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await rig.Client.SendAsync(Call with { Path = path });

        reply.HttpStatus.ShouldBe(200);
        reply.Status.ShouldBe(12);
        reply.TrailersOnly.ShouldBeTrue();
        reply.Message!.ShouldContain(message);
    }

    [Fact]
    public async Task Signal_WithoutAPipeline_IsUnimplementedAndNamed()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, wired: [Signal.Traces]);

        GrpcReply logs = await rig.Client.ExportAsync(Signal.Logs, Message);
        GrpcReply traces = await rig.Client.ExportAsync(Signal.Traces, Message);

        logs.Status.ShouldBe(12);
        logs.Message!.ShouldContain("opentelemetry.proto.collector.logs.v1.LogsService");
        logs.Message!.ShouldContain("no logs pipeline");
        traces.Status.ShouldBe(0);
    }

    [Theory]
    [InlineData("lz4", true)]
    [InlineData("br", false)]
    public async Task Encoding_ThatIsUnknown_IsUnimplementedWithTheKnownOnes(string encoding, bool compressed)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await rig.Client.SendAsync(Call with { Encoding = encoding, Body = GrpcMessages.Frame(Message, compressed) });

        reply.Status.ShouldBe(12);
        reply.Message!.ShouldContain($"\"{encoding}\"");
        reply.Headers["grpc-accept-encoding"].ShouldBe("identity,gzip,zstd,snappy");
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("bad_encoding");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("identity")]
    public async Task CompressedFlag_WithoutAnEncoding_IsInternal(string? encoding)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await rig.Client.SendAsync(
            Call with { Encoding = encoding, Body = GrpcMessages.Frame(Message, compressed: true) });

        reply.Status.ShouldBe(13);
        reply.Message!.ShouldContain("compressed flag set");
    }

    [Fact]
    public async Task Flag_OtherThanZeroOrOne_IsInternal()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] body = GrpcMessages.Frame(Message);
        body[0] = 7;

        GrpcReply reply = await rig.Client.SendAsync(Call with { Body = body });

        reply.Status.ShouldBe(13);
        reply.Message!.ShouldContain("unexpected payload format 7");
        rig.Traces.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50_000)]
    public async Task Body_WithMoreThanOneMessage_IsInternal(int pieceBytes)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await rig.Client.SendAsync(
            Call with { Body = (byte[])[.. GrpcMessages.Frame(Message), .. GrpcMessages.Frame(Message)], PieceBytes = pieceBytes });

        reply.Status.ShouldBe(13);
        reply.Message!.ShouldContain("one request message");
        rig.Traces.Delivered.ShouldBeEmpty();
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("bad_framing", Message.Length));
    }

    [Fact]
    public async Task Connection_AfterManyRefusals_StillServes()
    {
        // Kestrel ends a connection that has twice this many streams open, those that it drains after an early answer included.
        await using GrpcRig rig =
            await GrpcRig.StartAsync(transport, GrpcRig.Plan with { MaxConcurrentStreams = 8 }, wired: [Signal.Traces]);
        rig.Traces.Admit = bytes => bytes > 500_000 ? Admission.Throttled(TimeSpan.FromSeconds(1)) : Admission.Admitted;
        byte[] large = new byte[600_000];

        for (int i = 0; i < 40; i++)
        {
            (await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, large) with { Encoding = "br" })).Status.ShouldBe(12);
            (await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, large) with { ContentType = "text/plain" })).Status.ShouldBe(3);
            (await rig.Client.ExportAsync(Signal.Logs, large)).Status.ShouldBe(12);
            (await rig.Client.ExportAsync(Signal.Traces, large)).Status.ShouldBe(14);
        }

        (await rig.Client.ExportAsync(Signal.Traces, Message)).Status.ShouldBe(0);
        rig.Client.Connections.ShouldBe(1);
        rig.Logs.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusal_WithMoreToComeThanIsThrownAway_ResetsTheStream()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, limits: GrpcRig.Limits with { MaxDiscardedBytes = 1000 });
        using Http2Probe probe = await Http2Probe.ConnectAsync(rig.Address);

        await probe.SendHeadersAsync(streamId: 1);
        await probe.SendAsync(Http2Probe.Data, 0, 1, [0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]);

        (await probe.ReadUntilAsync(Http2Probe.RstStream)).ShouldContain(Http2Probe.Headers);
    }

    [Fact]
    public async Task Scheme_OfAProxyThatEndedTls_IsTaken()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        using Http2Probe probe = await Http2Probe.ConnectAsync(rig.Address);

        await probe.SendHeadersAsync(streamId: 1, scheme: "https");
        await probe.SendAsync(Http2Probe.Data, Http2Probe.EndStream, 1, GrpcMessages.Frame(Message));

        (await probe.ReadUntilAsync(Http2Probe.Data)).ShouldNotContain(Http2Probe.RstStream);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }
}
