using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>
/// Uploads of many MiB that are refused in their midst, by clients that are not ours: each sees the status, none a broken connection, and
/// the connection goes on.
/// </summary>
public sealed class RefusalInteropTests
{
    private const string Why = "high memory";

    private static readonly byte[] Small = [0x0A, 0x00];
    private static readonly byte[] Large = new byte[24 << 20];

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfGoMissing))]
    public Task GrpcGo_SeesTheStatus() => ShouldSeeTheStatusAsync(GrpcStack.GrpcGo, "code = Unavailable", "code = ResourceExhausted");

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfPythonMissing))]
    public Task Grpcio_SeesTheStatus() => ShouldSeeTheStatusAsync(GrpcStack.Grpcio, "UNAVAILABLE", "RESOURCE_EXHAUSTED");

    [Fact]
    public async Task HttpClient_SeesTheStatusAndKeepsItsConnection()
    {
        await using GrpcRig rig = await StartAsync();

        GrpcReply[] replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => rig.Client.ExportAsync(Signal.Traces, Large)));

        replies.ShouldAllBe(static reply => reply.Status == 14 && reply.Message!.Contains(Why));
        (await rig.Client.ExportAsync(Signal.Traces, Small)).Status.ShouldBe(0);
        rig.Client.Connections.ShouldBe(1);
        rig.Logs.Lines.ShouldBeEmpty();
    }

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public async Task GrpcJs_SeesTheStatus()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        rig.Traces.Admit = static _ => Admission.Throttled(TimeSpan.FromSeconds(1));

        JsClientRun run = await JsClient.SendAsync(
            new Uri($"http://{rig.Address}"),
            new JsClientOptions { Spans = 4000, SpansPerRequest = 4000, Timeout = TimeSpan.FromSeconds(20) });

        run.Errors.ShouldContain("UNAVAILABLE");
        run.Errors.ShouldContain(Why);
        rig.Traces.Refused.ShouldContain(static refused => refused.Reason == "memory" && refused.Bytes > 400_000);
        rig.Logs.Lines.ShouldBeEmpty();
    }

    private static async Task ShouldSeeTheStatusAsync(GrpcStack stack, string unavailable, string exhausted)
    {
        await using GrpcRig rig = await StartAsync();
        string endpoint = rig.Address.ToString();

        string refused = (await Should.ThrowAsync<InvalidOperationException>(
            () => ForeignGrpc.SendAsync(stack, endpoint, Signal.Traces, [.. Enumerable.Repeat(Large, 8)], concurrency: 8))).Message;
        string tooLarge = (await Should.ThrowAsync<InvalidOperationException>(
            () => ForeignGrpc.SendAsync(stack, endpoint, Signal.Traces, [new byte[40 << 20]]))).Message;
        await ForeignGrpc.SendAsync(stack, endpoint, Signal.Traces, [Small]);

        refused.ShouldContain(unavailable);
        refused.ShouldContain(Why);
        tooLarge.ShouldContain(exhausted);
        tooLarge.ShouldContain("larger than max");
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Small);
        rig.Logs.Lines.ShouldBeEmpty();
    }

    /// <summary>Takes the first 256 KiB of large messages, and has no room for the rest when they have come.</summary>
    private static async Task<GrpcRig> StartAsync()
    {
        GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, GrpcRig.Plan with { MaxReceiveBytes = 32 << 20 });
        rig.Traces.Admit = static bytes => bytes > 1 << 20 ? Admission.Throttled(TimeSpan.FromSeconds(1)) : Admission.Admitted;
        return rig;
    }
}
