using System.Collections.Concurrent;
using System.Net.Security;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Foreign;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>
/// nginx loads its configuration again while traffic flows: a new worker takes new connections, and the old one ends its own in good order.
/// What was acknowledged arrives, at least once.
/// </summary>
public sealed class NginxReloadTests : IDisposable
{
    private const int Reloads = 3;
    private const int Senders = 8;
    private const int SpansPerRequest = 20;

    /// <summary>Requests that senders may be ahead of the backend: fewer than the exporter's queue holds.</summary>
    private const int Ahead = 200;

    /// <summary>An old worker leaves a connection that is never idle only when this many requests have come over it.</summary>
    private const int RequestsPerConnection = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestCertificates _certificates = new();
    private readonly ConcurrentQueue<byte[]> _acknowledged = [];

    /// <summary>Why requests were sent again, and how often.</summary>
    private readonly ConcurrentDictionary<string, int> _refusals = new();

    public void Dispose() => _certificates.Dispose();

    [NeedsProgram("nginx", "nginx-light")]
    public async Task Nginx_BehindTheGateway_ReloadedUnderTraffic_NothingIsLost()
    {
        await using GrpcSink plain = await GrpcSink.StartAsync();
        await using GrpcSink tls = await GrpcSink.StartAsync();
        await using ForeignServer nginx = await ForeignProxy.StartNginxAsync(
            [new(plain.Endpoint), new(tls.Endpoint, _certificates.Server())], RequestsPerConnection);
        await using GatewayProcess gateway = await InteropGateway.StartAsync(
            _certificates,
            InteropGateway.Exporter(nginx.Endpoints[0]),
            InteropGateway.Exporter(nginx.Endpoints[1], _certificates.Client()));

        await SendWhileReloadingAsync(nginx, [(gateway.EndpointOf(InteropGateway.Plain), null)], plain, tls);

        await ShouldHaveAllAsync(plain, gateway);
        await ShouldHaveAllAsync(tls, gateway);
        await gateway.ShouldBalanceAsync();
    }

    [NeedsProgram("nginx", "nginx-light")]
    public async Task Nginx_InFrontOfTheGateway_ReloadedUnderTraffic_NothingIsLost()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await InteropGateway.StartAsync(_certificates, InteropGateway.Exporter(sink.Endpoint));
        await using ForeignServer nginx = await ForeignProxy.StartNginxAsync(
            [
                new(gateway.EndpointOf(InteropGateway.Plain)),
                new(gateway.EndpointOf(InteropGateway.Tls), _certificates.Server(), _certificates.Client()),
            ],
            RequestsPerConnection);

        await SendWhileReloadingAsync(nginx, [(nginx.Endpoints[0], null), (nginx.Endpoints[1], _certificates.Client("localhost"))], sink);

        await ShouldHaveAllAsync(sink, gateway);
        await gateway.ShouldBalanceAsync();
    }

    private async Task SendWhileReloadingAsync(
        ForeignServer nginx, (string Endpoint, SslClientAuthenticationOptions? Tls)[] targets, params GrpcSink[] sinks)
    {
        using var enough = new CancellationTokenSource();
        Task[] senders = [.. Enumerable.Range(0, Senders).Select(i => Task.Run(
            () => SendUntilAsync(i, targets[i % targets.Length], sinks, enough.Token)))];

        // What ended a sender is told first: it may be why the reloads waited in vain.
        await Task.WhenAll([.. senders, ReloadAsync(nginx, sinks, enough)]);
    }

    private async Task ReloadAsync(ForeignServer nginx, GrpcSink[] sinks, CancellationTokenSource enough)
    {
        try
        {
            for (int reload = 1; reload <= Reloads; reload++)
            {
                // The first few requests make the connections that the reload is about.
                await Task.WhenAll(sinks.Select(sink => sink.WaitForRequestsAsync(sink.Requests.Count + (2 * Senders), Patience)));
                await nginx.SignalAsync("HUP");
                await nginx.WritesAsync(ForeignProxy.NginxLog, "exited with code 0", times: reload);
            }
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{Progress()}", late);
        }
        finally
        {
            await enough.CancelAsync();
        }
    }

    /// <summary>A request whose answer is lost with its connection is sent again, as any OTLP sender would.</summary>
    private async Task SendUntilAsync(
        int sender, (string Endpoint, SslClientAuthenticationOptions? Tls) target, GrpcSink[] sinks, CancellationToken enough)
    {
        using var client = new GrpcClient(target.Endpoint, target.Tls);
        for (int i = 0; !enough.IsCancellationRequested; i++)
        {
            byte[] message = SampleRequests.Traces(SpansPerRequest, (sender * 1_000_000) + i);
            using var patience = new CancellationTokenSource(Patience + Patience);
            try
            {
                while (await WhyRefusedAsync(client, message, patience.Token) is { } why)
                {
                    _refusals.AddOrUpdate(why, 1, static (_, times) => times + 1);
                }
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"request {i} of sender {sender} to {target.Endpoint} was not taken; {Progress()}");
            }

            _acknowledged.Enqueue(message);
            foreach (GrpcSink sink in sinks)
            {
                await sink.WaitForRequestsAsync(_acknowledged.Count - Ahead, Patience);
            }
        }
    }

    /// <summary>Null if it was taken.</summary>
    private static async Task<string?> WhyRefusedAsync(GrpcClient client, byte[] message, CancellationToken patience)
    {
        try
        {
            GrpcReply reply = await client.ExportAsync(Signal.Traces, message, patience);
            return reply.Status == 0 ? null : $"HTTP {reply.HttpStatus}, grpc-status {reply.Status} {reply.Message}";
        }
        catch (HttpRequestException cut)
        {
            return $"{cut.Message} {cut.InnerException?.Message}";
        }
    }

    private string Progress() =>
        $"{_acknowledged.Count} requests were taken; sent again: "
        + string.Join("; ", _refusals.Select(static why => $"{why.Value} x {why.Key}"));

    /// <summary>Some came twice, so that no count says when all are there.</summary>
    private async Task ShouldHaveAllAsync(GrpcSink sink, GatewayProcess gateway)
    {
        HashSet<string> missing = [.. _acknowledged.Select(Messages.Digest)];
        int seen = 0;
        while (true)
        {
            IReadOnlyList<GrpcSinkRequest> requests = sink.Requests;
            missing.ExceptWith(requests.Skip(seen).Select(static request => Messages.Digest(request.Bytes)));
            seen = requests.Count;
            if (missing.Count == 0)
            {
                return;
            }

            try
            {
                await sink.WaitForRequestsAsync(seen + 1, Patience);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"{missing.Count} are lost; {seen} arrived, {Progress()}; the gateway said:\n{gateway.Output}");
            }
        }
    }
}
