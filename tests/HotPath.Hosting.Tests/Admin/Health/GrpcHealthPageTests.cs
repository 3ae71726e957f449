using System.Diagnostics.CodeAnalysis;
using System.Net;
using HotPath.Components.Extensions.HealthCheck;
using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Hosting.Admin;
using HotPath.Hosting.Admin.Health;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Hosting.Tests.Admin.Health;

/// <summary>grpc.health.v1 over a real socket.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit calls IAsyncLifetime, which disposes of the host")]
public sealed class GrpcHealthPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeClock _clock = new();
    private readonly GatewayFacts _facts;
    private readonly AdminHost _host;

    public GrpcHealthPageTests()
    {
        _facts = new GatewayFacts(_clock, "1");
        var plan = new HealthV2Plan(ComponentHealthPlan.None, null);
        var server = new AdminServerPlan(new NetworkAddress("127.0.0.1", 0, new ConfigPosition("x", 1, 1)), "grpc::endpoint");
        _host = new AdminHost("extension health_check", server, new GrpcHealthPage(plan, _facts), NullLoggerFactory.Instance, isGrpc: true);
    }

    public Task InitializeAsync() => _host.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Check_FollowsTheGatewaysLife()
    {
        (await CheckAsync("")).ShouldBe((0, 2));
        _facts.Ready();
        (await CheckAsync("")).ShouldBe((0, 1));
        _facts.Stopping();
        (await CheckAsync("")).ShouldBe((0, 2));
    }

    [Fact]
    public async Task Check_UnknownService_IsNotFound() => (await CheckAsync("traces/nobody")).ShouldBe((5, null));

    [Fact]
    public async Task Check_SomethingElse_IsToldWhatThereIs()
    {
        using var client = new GrpcClient(_host.Endpoints.Single());
        (await client.SendAsync(Call("/grpc.health.v1.Health/List", ""))).Status.ShouldBe(12);
        (await client.SendAsync(Call("/grpc.health.v1.Health/Check", "") with { Body = new byte[] { 0, 0, 0, 0, 9 } })).Status.ShouldBe(3);
    }

    [Fact]
    public async Task Watch_TellsOfEachChangeOnce()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{_host.Endpoints.Single()}/grpc.health.v1.Health/Watch")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]),
        };
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync();

        (await NextAsync(body)).ShouldBe(2);
        await WaitForWatchAsync();
        _clock.Advance(GrpcHealthPage.WatchInterval);
        _facts.Ready();
        await WaitForWatchAsync();
        _clock.Advance(GrpcHealthPage.WatchInterval);
        (await NextAsync(body)).ShouldBe(1);
        await WaitForWatchAsync();
        _facts.Stopping();
        _clock.Advance(GrpcHealthPage.WatchInterval);
        (await NextAsync(body)).ShouldBe(2);
        (await body.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience)).ShouldBe(0);
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe(["1"]);
    }

    /// <summary>The watch waits for its next look.</summary>
    private Task WaitForWatchAsync() => _clock.WhenArmedAsync(patience: Patience);

    private static async Task<int> NextAsync(Stream body)
    {
        byte[] message = new byte[7];
        await body.ReadExactlyAsync(message).AsTask().WaitAsync(Patience);
        return message[6];
    }

    private async Task<(int? Status, int? Serving)> CheckAsync(string service)
    {
        using var client = new GrpcClient(_host.Endpoints.Single());
        GrpcReply reply = await client.SendAsync(Call("/grpc.health.v1.Health/Check", service));
        return (reply.Status, reply.Body.Length == 7 ? reply.Body[6] : null);
    }

    private static GrpcCall Call(string path, string service)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes(service);
        byte[] message = name.Length == 0 ? [] : [0x0A, (byte)name.Length, .. name];
        return new GrpcCall { Path = path, Body = GrpcMessages.Frame(message) };
    }
}
