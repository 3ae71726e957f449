using Google.Protobuf;
using HotPath.Core;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Repository.Tests.Clients;

/// <summary>The JS client is a measuring instrument: straight into a sink, what it says it sent must be what arrives.</summary>
public sealed class JsClientTests
{
    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public async Task Send_StraightIntoASink_ArrivesAsDescribed()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();

        JsClientRun run = await JsClient.SendAsync(
            new Uri($"http://{sink.Endpoint}"), new JsClientOptions { Spans = 150, SpansPerRequest = 32 });

        run.Errors.ShouldBe("");
        run.ExitCode.ShouldBe(0);
        sink.Faults.ShouldBeEmpty();
        sink.Requests.Count.ShouldBe(5);
        IReadOnlyList<CanonicalItem> described = CanonicalItems.Of(Signal.Traces, run.Delivered.ToByteArray());
        described.Count.ShouldBe(150);
        CanonicalItems.ShouldBeSameMultiset(CanonicalItems.Of(Signal.Traces, sink.Requests.Select(request => request.Bytes)), described);
    }

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public async Task Send_WithGzip_ArrivesCompressed()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();

        JsClientRun run = await JsClient.SendAsync(new Uri($"http://{sink.Endpoint}"), new JsClientOptions { Spans = 10, Gzip = true });

        run.ExitCode.ShouldBe(0, run.Errors);
        GrpcSinkRequest request = sink.Requests.ShouldHaveSingleItem();
        request.Headers["grpc-encoding"].ShouldBe("gzip");
        request.Items.ShouldBe(10);
    }

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public async Task Send_Refused_FailsAndSaysWhy()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = static _ => GrpcAnswer.Error(3, "no thanks");

        JsClientRun run = await JsClient.SendAsync(new Uri($"http://{sink.Endpoint}"), new JsClientOptions { Spans = 3 });

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("no thanks");
        run.Delivered.ResourceSpans.SelectMany(block => block.ScopeSpans).ShouldBeEmpty();
    }
}
