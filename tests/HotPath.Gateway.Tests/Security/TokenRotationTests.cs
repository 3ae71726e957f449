using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Gateway.Tests.Faults;
using HotPath.Gateway.Tests.Reload;
using HotPath.Testing;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Security;

/// <summary>
/// Tokens that are replaced under load, of receivers and exporters: with both in the file in between nobody is refused, without that only
/// the old one is, and nothing that was acknowledged is lost. docs/operations.md tells the steps.
/// </summary>
public sealed class TokenRotationTests : IDisposable
{
    private const int Unauthenticated = 16;
    private const string Old = "tok-old-51c0";
    private const string New = "tok-new-9e77";

    private static readonly byte[] Request = SampleRequests.Traces(spans: 4, seed: 11);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReceiversToken_ReplacedInSteps_RefusesNobodyWhoFollows()
    {
        Publish("v1", Old);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync($"endpoint: \"{sink.Endpoint}\", tls: {{insecure: true}}", "otlp");
        using var client = new GrpcClient(gateway.Endpoint);
        string token = Old;
        int refused = 0;
        await using var sender = new SteadySender(async request =>
        {
            GrpcReply reply = await SendAsync(client, request, Volatile.Read(ref token));
            refused += reply.Status == 0 ? 0 : 1;
            return reply;
        });
        await sender.MoreAsync(5);

        Publish("v2", $"{Old}\n{New}");
        await Eventually.HoldsAsync(async () => ((await SendAsync(client, Request, New)).Status == 0, gateway.Output));
        Volatile.Write(ref token, New);
        await sender.MoreAsync(5);
        Publish("v3", New);
        await Eventually.HoldsAsync(async () => ((await SendAsync(client, Request, Old)).Status == Unauthenticated, gateway.Output));
        await sender.MoreAsync(5);

        (await SendAsync(client, Request, Old)).Status.ShouldBe(Unauthenticated, "once refused, refused for good");
        await sender.ArriveAsync(() => sink.Requests.Select(static request => request.Bytes));
        refused.ShouldBe(0);
        await StopAsync(gateway);
    }

    [Fact]
    public async Task ReceiversToken_ReplacedAtOnceUnderLoad_LosesNothingAcknowledged()
    {
        Publish("v1", Old);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync($"endpoint: \"{sink.Endpoint}\", tls: {{insecure: true}}", "otlp");
        using var client = new GrpcClient(gateway.Endpoint);
        SteadySender[] senders = [.. Enumerable.Range(0, 8).Select(_ =>
        {
            string token = Old;
            return new SteadySender(async request =>
            {
                GrpcReply reply = await SendAsync(client, request, token);
                token = reply.Status == Unauthenticated ? New : token;
                return reply;
            });
        })];
        await Task.WhenAll(senders.Select(static sender => sender.MoreAsync(10)));

        Publish("v2", New);
        await Eventually.HoldsAsync(async () => ((await SendAsync(client, Request, Old)).Status == Unauthenticated, gateway.Output));
        await Task.WhenAll(senders.Select(static sender => sender.MoreAsync(10)));

        (await SendAsync(client, Request, Old)).Status.ShouldBe(Unauthenticated);
        foreach (SteadySender sender in senders)
        {
            await sender.ArriveAsync(() => sink.Requests.Select(static request => request.Bytes));
            await sender.DisposeAsync();
        }

        await StopAsync(gateway);
    }

    [Fact]
    public async Task ExportersToken_ReplacedUnderTraffic_IsSentFromThenOnAndNothingIsLost()
    {
        Publish("v1", Old);
        await using HttpSink sink = await HttpSink.StartAsync();
        string[] accepted = [Old];
        var delivered = new ConcurrentQueue<byte[]>();
        sink.Answer = request =>
        {
            if (!Volatile.Read(ref accepted).Contains(request.Headers["authorization"]["Bearer ".Length..]))
            {
                return HttpSinkAnswer.Error(401);
            }

            delivered.Enqueue(request.Bytes);
            return HttpSinkAnswer.Ok;
        };
        await using GatewayProcess gateway = await StartAsync(
            $"endpoint: \"{sink.Endpoint}\", auth: {{authenticator: bearertokenauth/out}}", "otlphttp");
        using var client = new GrpcClient(gateway.Endpoint);
        string token = Old;
        await using var sender = new SteadySender(async request =>
        {
            GrpcReply reply = await SendAsync(client, request, token);
            token = reply.Status == Unauthenticated ? New : token;
            return reply;
        });
        await sender.MoreAsync(5);

        Volatile.Write(ref accepted, [Old, New]);
        Publish("v2", New);
        await Eventually.HoldsAsync(
            () => sink.Requests.Any(static request => request.Headers["authorization"] == $"Bearer {New}"), () => gateway.Output);

        // Another request may still be on its way with the old one, and a 401 is for good.
        await sender.SettleAsync(() => delivered);
        Volatile.Write(ref accepted, [New]);
        await sender.MoreAsync(5);

        await sender.ArriveAsync(() => delivered);
        await StopAsync(gateway);
    }

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfGoMissing))]
    public Task GrpcGo_WithABearerToken_IsTakenWithTheRightOneOnly() => MeetAsync(GrpcStack.GrpcGo);

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfPythonMissing))]
    public Task Grpcio_WithABearerToken_IsTakenWithTheRightOneOnly() => MeetAsync(GrpcStack.Grpcio);

    [Fact]
    public async Task DotNetSdk_WithABearerToken_IsTakenWithTheRightOneOnly()
    {
        Publish("v1", Old);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync($"endpoint: \"{sink.Endpoint}\", tls: {{insecure: true}}", "otlp");

        DotNetSpans.Send(3, [new Uri($"http://{gateway.Endpoint}")], headers: $"authorization=Bearer {New}");
        DotNetSpans.Send(5, [new Uri($"http://{gateway.Endpoint}/v1/traces")], headers: $"authorization=Bearer {Old}");
        DotNetSpans.Send(7, [new Uri($"http://{gateway.Endpoint}")], headers: $"authorization=Bearer {Old}");

        await sink.WaitForItemsAsync(2 * (5 + 7));
        await StopAsync(gateway);
        sink.Items.ShouldBe(2 * (5 + 7), "each with a child");
    }

    private async Task MeetAsync(GrpcStack stack)
    {
        Publish("v1", Old);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync($"endpoint: \"{sink.Endpoint}\", tls: {{insecure: true}}", "otlp");
        byte[][] messages = [.. Enumerable.Range(1, 20).Select(static seed => SampleRequests.Traces(seed, seed))];

        await ForeignGrpc.SendAsync(stack, gateway.Endpoint, Signal.Traces, messages, headers: $"authorization:Bearer {Old}");
        foreach (string[] headers in new string[][] { [], [$"authorization:Bearer {New}"] })
        {
            (await Should.ThrowAsync<InvalidOperationException>(
                () => ForeignGrpc.SendAsync(stack, gateway.Endpoint, Signal.Traces, messages, headers: headers)))
                .Message.ShouldContain(headers.Length == 0 ? "missing or empty authorization header" : "scheme or token does not match");
        }

        await sink.WaitForRequestsAsync(messages.Length);
        await StopAsync(gateway);
        sink.Requests.Count.ShouldBe(messages.Length);
    }

    private static Task<GrpcReply> SendAsync(GrpcClient client, byte[] request, string token) =>
        client.SendAsync(GrpcCall.Export(Signal.Traces, request) with { Headers = [new("authorization", $"Bearer {token}")] });

    private static async Task StopAsync(GatewayProcess gateway)
    {
        await gateway.ShouldBalanceAsync();
        gateway.Output.ShouldNotContain("tok-");
    }

    private void Publish(string version, string tokens) => MountedFolder.Publish(_folder.Path, version, "tokens", tokens + "\n");

    private Task<GatewayProcess> StartAsync(string exporter, string type) => GatewayProcess.StartAsync(
        $$"""
        extensions:
          bearertokenauth/in: {filename: {{_folder.Path}}/tokens}
          bearertokenauth/out: {filename: {{_folder.Path}}/tokens}
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0", auth: {authenticator: bearertokenauth/in} } } } }
        exporters: { {{type}}: { {{exporter}}, timeout: 60s} }
        service:
          extensions: [bearertokenauth/in, bearertokenauth/out]
          telemetry: {logs: {level: debug} }
          pipelines: {traces: {receivers: [otlp], exporters: [{{type}}]} }
        """);
}
