using System.Net;
using System.Net.Sockets;
using HotPath.Components.Extensions.HealthCheck;
using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Hosting.Admin;
using HotPath.Hosting.Admin.Health;
using HotPath.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Hosting.Tests.Admin;

/// <summary>Health and metrics over a real socket.</summary>
public sealed class AdminHostTests
{
    private const string Down = """{"status":"Server not available","upSince":"0001-01-01T00:00:00Z","uptime":""}""";

    [Fact]
    public async Task Health_BeforeReadyAndWhileStopping_Is503()
    {
        GatewayFacts facts = Facts();
        await using AdminHost host = await StartAsync(new HealthPage(Plan(), facts));

        (await GetAsync(host, "/")).ShouldBe((503, "application/json", Down));
        facts.Ready();
        facts.Stopping();
        (await GetAsync(host, "/")).ShouldBe((503, "application/json", Down));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1234, "1.234s")]
    [InlineData(62_500, "1m2.5s")]
    [InlineData(3_600_000, "1h0m0s")]
    public async Task Health_Ready_SaysSinceWhen(int milliseconds, string uptime)
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 21, 23, 56, 8, 120, TimeSpan.Zero));
        GatewayFacts facts = Facts(clock);
        await using AdminHost host = await StartAsync(new HealthPage(Plan(), facts));
        facts.Ready();
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        (await GetAsync(host, "/any/path?q")).ShouldBe(
            (200, "application/json", $$"""{"status":"Server available","upSince":"2026-11-21T23:56:08.12Z","uptime":"{{uptime}}"}"""));
    }

    [Fact]
    public async Task Health_WithBodies_SendsThemAsTheyAre()
    {
        GatewayFacts facts = Facts();
        await using AdminHost host = await StartAsync(new HealthPage(Plan() with { Body = new HealthBodyPlan("fine", "not fine") }, facts));

        (await GetAsync(host, "/")).ShouldBe((503, "text/plain; charset=utf-8", "not fine"));
        facts.Ready();
        (await GetAsync(host, "/", HttpMethod.Post)).ShouldBe((200, "text/plain; charset=utf-8", "fine"));
        (await GetAsync(host, "/", HttpMethod.Head)).ShouldBe((200, "text/plain; charset=utf-8", ""));
    }

    [Theory]
    [InlineData("/health", "/health", 503)]
    [InlineData("/health", "/health/", 404)]
    [InlineData("/health", "/", 404)]
    [InlineData("/health/", "/health/live", 503)]
    public async Task Health_Paths_FollowGosRules(string configured, string asked, int status)
    {
        await using AdminHost host = await StartAsync(new HealthPage(Plan() with { Path = configured }, Facts()));

        (await GetAsync(host, asked)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task Metrics_AreAtTheirPathOnly()
    {
        var page = new MetricsPage(new MetricRegistry(), new ExpositionOptions(), [KeyValuePair.Create("service.name", "x")], "1");
        await using AdminHost host = await StartAsync(page);

        (await GetAsync(host, "/metrics")).ShouldBe(
            (
                200, "text/plain; version=0.0.4; charset=utf-8",
                "# HELP target_info Target metadata\n# TYPE target_info gauge\ntarget_info{service_name=\"x\"} 1\n"));
        (await GetAsync(host, "/")).ShouldBe((404, "text/plain; charset=utf-8", "404 page not found\n"));
    }

    [Fact]
    public async Task Connections_OneTooMany_IsCutAndTheOthersAreServed()
    {
        await using AdminHost host = await StartAsync(new HealthPage(Plan(), Facts()));
        IPEndPoint endpoint = IPEndPoint.Parse(host.Endpoints.Single());
        Socket[] sockets =
            [.. Enumerable.Range(0, AdminHost.MaxConnections + 1).Select(static _ => new Socket(SocketType.Stream, ProtocolType.Tcp))];
        foreach (Socket socket in sockets)
        {
            await socket.ConnectAsync(endpoint);
        }

        Task<int>[] reading = [.. sockets.Select(static socket => ReadAsync(socket))];
        Task<int> cut = await Task.WhenAny(reading).WaitAsync(TimeSpan.FromSeconds(60));

        (await cut).ShouldBe(0);
        int other = Array.FindIndex(reading, read => read != cut);
        await sockets[other].SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        (await reading[other].WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeGreaterThan(0);
        foreach (Socket socket in sockets)
        {
            socket.Dispose();
        }
    }

    [Fact]
    public async Task Start_OnAPortThatIsTaken_NamesWhoWhereAndTheRemedy()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        ListenException fault = await Should.ThrowAsync<ListenException>(() => StartAsync(new HealthPage(Plan(), Facts()), port));

        fault.Message.ShouldBe(
            $"extension health_check cannot listen on 127.0.0.1:{port} (endpoint, gateway.yaml:5:19): "
            + $"something listens there already; stop it, or take another port than {port}");
    }

    /// <summary>What comes first; 0 if that is the end, which a reset is, too.</summary>
    private static async Task<int> ReadAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[16]);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private static GatewayFacts Facts(FakeClock? clock = null) => new(clock ?? new FakeClock(), "1");

    private static HealthCheckPlan Plan() => new(ComponentId.Parse("health_check"), new AdminServerPlan(At(0), "endpoint"), "/", null);

    private static NetworkAddress At(int port) => new("127.0.0.1", port, new ConfigPosition("gateway.yaml", 5, 19));

    private static async Task<AdminHost> StartAsync(IAdminPage page, int port = 0)
    {
        var host = new AdminHost("extension health_check", new AdminServerPlan(At(port), "endpoint"), page, NullLoggerFactory.Instance);
        await host.StartAsync(CancellationToken.None);
        return host;
    }

    private static async Task<(int Status, string? Type, string Body)> GetAsync(AdminHost host, string path, HttpMethod? method = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"http://{host.Endpoints.Single()}{path}");
        using HttpResponseMessage answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync());
    }
}
