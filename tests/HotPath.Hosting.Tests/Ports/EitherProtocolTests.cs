using System.Net;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Hosting.Tests.Http;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Ports;

/// <summary>Senders that speak one of OTLP's protocols to the port of the other.</summary>
public abstract class EitherProtocolTests(GrpcTransport transport)
{
    public sealed class OverOwn() : EitherProtocolTests(GrpcTransport.Own);

    public sealed class OverKestrel() : EitherProtocolTests(GrpcTransport.Kestrel);

    private static readonly byte[] Message = SampleRequests.Traces(spans: 200, seed: 1);

    /// <summary>The second request is larger than all windows: a connection that was handed over credits as it should.</summary>
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task GrpcPort_TakesOtlpHttp_WithOneWarning(string version)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        using var client = new HttpClient();
        byte[] large = SampleRequests.Traces(spans: 20_000, seed: 2);
        large.Length.ShouldBeGreaterThan(8 << 20);

        (await PostAsync(client, rig, version, HttpRig.Body(Message))).ShouldBeSuccess();
        (await PostAsync(client, rig, version, HttpRig.Body(large))).ShouldBeSuccess();
        HttpReply[] replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(client, rig, version, HttpRig.Body(large))));

        foreach (HttpReply reply in replies)
        {
            reply.ShouldBeSuccess();
        }

        rig.HttpTraces.Delivered.Count.ShouldBe(10);
        rig.HttpTraces.Delivered.First().ShouldBe(Message);
        rig.HttpTraces.Delivered.Skip(1).All(delivered => delivered.AsSpan().SequenceEqual(large)).ShouldBeTrue();
        rig.Traces.Delivered.ShouldBeEmpty();
        rig.Host.Connections.OtherProtocolRequests.ShouldBe(10);
        string warning = rig.Logs.Lines.ShouldHaveSingleItem();
        warning.ShouldStartWith("Warning: A sender speaks OTLP/HTTP to the gRPC port");
        warning.ShouldContain("otelcol.component.id=otlp/in; ");
        warning.ShouldContain("endpoint=127.0.0.1:");
        warning.ShouldContain("peer=127.0.0.1:");
        warning.ShouldContain("path=/v1/traces; ");
        warning.ShouldContain("OTEL_EXPORTER_OTLP_PROTOCOL=grpc");
        rig.HttpTraces.Clients.ShouldAllBe(static sender => sender.Address!.Equals(IPAddress.Loopback));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task GrpcPort_TakesJson(string version)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        using var client = new HttpClient();

        HttpReply reply = await PostAsync(client, rig, version, HttpRig.Body("{\"resourceSpans\":[{}]}"u8.ToArray(), HttpRig.Json));

        (reply.Status, reply.Text).ShouldBe((200, "{\"partialSuccess\":{}}"));
        rig.HttpTraces.Delivered.ShouldHaveSingleItem().ShouldBe([0x0A, 0]);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task GrpcPort_BoundsOtlpHttpByItsOwnKey(string version)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { MaxReceiveBytes = 1000 });
        using var client = new HttpClient();

        HttpReply reply = await PostAsync(client, rig, version, HttpRig.Body(new byte[1001]));

        reply.Status.ShouldBe(413);
        reply.RpcStatus().Message.ShouldContain("(1001 vs. 1000 bytes): send smaller batches, or raise max_recv_msg_size_mib");
        rig.HttpTraces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("too_large");
    }

    [Fact]
    public async Task GrpcPort_OnOneConnection_TakesCallsBehindARequestOfOtlpHttp()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        using var client = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = false });
        (await PostAsync(client, rig, "2.0", HttpRig.Body(Message))).ShouldBeSuccess();

        HttpReply reply = await PostAsync(
            client, rig, "2.0", HttpRig.Body(GrpcMessages.Frame(Message), "application/grpc"), GrpcMessages.Path(Signal.Traces));

        reply.Status.ShouldBe(200);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [Fact]
    public async Task GrpcPort_AfterOtlpHttp_TakesCallsAsBefore()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        using var client = new HttpClient();
        (await PostAsync(client, rig, "1.1", HttpRig.Body(Message))).ShouldBeSuccess();

        (await rig.Client.ExportAsync(Signal.Traces, Message)).Status.ShouldBe(0);

        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [Fact]
    public async Task HttpPort_TakesGrpc_WithOneWarning()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        using var client = new GrpcClient(rig.Address.ToString());

        for (int i = 0; i < 3; i++)
        {
            (await client.ExportAsync(Signal.Traces, Message)).Status.ShouldBe(0);
        }

        rig.GrpcTraces.Delivered.Count.ShouldBe(3);
        rig.GrpcTraces.Delivered.All(delivered => delivered.AsSpan().SequenceEqual(Message)).ShouldBeTrue();
        rig.Traces.Delivered.ShouldBeEmpty();
        rig.Host.Connections.OtherProtocolRequests.ShouldBe(3);
        string warning = rig.Logs.Lines.ShouldHaveSingleItem();
        warning.ShouldStartWith("Warning: A sender speaks gRPC to the OTLP/HTTP port");
        warning.ShouldContain("peer=127.0.0.1:");
        warning.ShouldContain("OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
    }

    [Fact]
    public async Task HttpPort_BoundsGrpcByItsOwnKey()
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { MaxBodyBytes = 1000 });
        using var client = new GrpcClient(rig.Address.ToString());

        GrpcReply reply = await client.ExportAsync(Signal.Traces, new byte[1001]);

        reply.Status.ShouldBe(8);
        reply.Message!.ShouldContain("(1001 vs. 1000 bytes): send smaller batches, or raise max_request_body_size");
    }

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public async Task HttpPort_TakesGrpcJs()
    {
        await using HttpRig rig = await HttpRig.StartAsync();

        await JsClient.SendAsync(new Uri($"http://{rig.Address}"), new JsClientOptions { Spans = 300, SpansPerRequest = 100, Gzip = true });

        rig.GrpcTraces.Delivered.Count.ShouldBe(3);
        rig.Logs.Lines.ShouldHaveSingleItem();
    }

    private static async Task<HttpReply> PostAsync(
        HttpClient client, GrpcRig rig, string version, HttpContent content, string path = "/v1/traces")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{rig.Address}{path}")
        {
            Content = content,
            Version = new Version(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using HttpResponseMessage response = await client.SendAsync(request);
        return await HttpReply.ReadAsync(response);
    }
}
