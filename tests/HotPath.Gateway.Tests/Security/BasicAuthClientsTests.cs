using System.Text;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing;
using HotPath.Testing.Clients;
using HotPath.Testing.Foreign;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Security;

/// <summary>
/// <c>basicauth</c> with files that Apache's <c>htpasswd</c> writes, met by curl, grpc-go, grpcio and the .NET SDK, and passwords that are
/// changed without a restart.
/// </summary>
public sealed class BasicAuthClientsTests : IDisposable
{
    private const string Htpasswd = "htpasswd";
    private const string Package = "apache2-utils";

    private static readonly byte[] Request = SampleRequests.Traces(spans: 4, seed: 11);

    private readonly TemporaryFolder _folder = new();

    private string Users => Path.Combine(_folder.Path, "users");

    public void Dispose() => _folder.Dispose();

    [NeedsProgram(Htpasswd, Package)]
    public async Task EveryKindOfHash_IsTakenFromEveryClientWithItsPasswordOnly()
    {
        await AddAsync("-B", "bcrypt", "pass-b");
        await AddAsync("-s", "sha", "pass-s");
        await AddAsync("-m", "apr1", "pass-m");
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(sink);
        string body = Path.Combine(_folder.Path, "body");
        await File.WriteAllBytesAsync(body, Request);
        int taken = 0;
        foreach ((string user, string password) in new[] { ("bcrypt", "pass-b"), ("sha", "pass-s"), ("apr1", "pass-m") })
        {
            (await Curl.PostAsync(gateway.Endpoint, body, "-u", $"{user}:{password}")).ShouldBe("200");
            (await Curl.PostAsync(gateway.Endpoint, body, "-u", $"{user}:{password}x")).ShouldBe("401");
            DotNetSpans.Send(1, [new Uri($"http://{gateway.Endpoint}")], headers: $"authorization={Basic(user, password)}");
            taken += 4 + 2;
            foreach (GrpcStack stack in Stacks())
            {
                await ForeignGrpc.SendAsync(
                    stack, gateway.Endpoint, Signal.Traces, [Request], headers: $"authorization:{Basic(user, password)}");
                taken += 4;
                (await Should.ThrowAsync<InvalidOperationException>(() => ForeignGrpc.SendAsync(
                    stack, gateway.Endpoint, Signal.Traces, [Request], headers: $"authorization:{Basic(user, password + "x")}")))
                    .Message.ShouldContain("invalid credentials");
            }
        }

        (await Curl.PostAsync(gateway.Endpoint, body)).ShouldBe("401");
        await sink.WaitForItemsAsync(taken);
        await gateway.ShouldBalanceAsync();
        sink.Items.ShouldBe(taken);
    }

    [NeedsProgram(Htpasswd, Package)]
    public async Task Password_ChangedByHtpasswd_CountsWithoutARestart()
    {
        await AddAsync("-B", "jo", "first-pass");
        await AddAsync("-B", "al", "stays");
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(sink);
        using var client = new GrpcClient(gateway.Endpoint);
        await using var sender = new SteadySender(request => SendAsync(client, request, "al", "stays"));
        await sender.MoreAsync(5);
        (await SendAsync(client, Request, "jo", "first-pass")).Status.ShouldBe(0);

        await AddAsync("-B", "jo", "second-pass");
        await Eventually.HoldsAsync(async () => ((await SendAsync(client, Request, "jo", "second-pass")).Status == 0, gateway.Output));
        (await SendAsync(client, Request, "jo", "first-pass")).Status.ShouldBe(16);
        await ForeignProgram.RunAsync(Htpasswd, "-D", Users, "jo");
        await Eventually.HoldsAsync(async () => ((await SendAsync(client, Request, "jo", "second-pass")).Status == 16, gateway.Output));
        await sender.MoreAsync(5);

        await sender.ArriveAsync(() => sink.Requests.Select(static request => request.Bytes));
        (await gateway.StopAsync()).ShouldBe(0);
        gateway.Output.ShouldContain("A file of credentials was read again");
        gateway.Output.ShouldNotContain("second-pass");
        gateway.Output.ShouldNotContain("$2y$");
    }

    [NeedsProgram(Htpasswd, Package)]
    public async Task HashThatIsNotBuilt_StopsTheStartAndNamesLineAndUser()
    {
        await AddAsync("-B", "jo", "pass");
        await AddAsync("-d", "al", "pass");
        await File.AppendAllTextAsync(Users, $"ed:$5$salt${new string('x', 43)}\n");

        string config = Path.Combine(_folder.Path, "config.yaml");
        await File.WriteAllTextAsync(config, Config("127.0.0.1:1"));
        (int exitCode, string output) = await GatewayProcess.RunAsync("--config", config, "--set", "service.telemetry.metrics.level=none");

        exitCode.ShouldBe(1);
        output.ShouldContain(
            $"extensions::basicauth::htpasswd::file '{Users}': line 3 (user 'ed') is hashed in a way that is not built in HotPath");
        output.ShouldNotContain("$5$");
    }

    private static IEnumerable<GrpcStack> Stacks() =>
    [
        .. ForeignGrpc.ReasonIfGoMissing is null ? new[] { GrpcStack.GrpcGo } : [],
        .. ForeignGrpc.ReasonIfPythonMissing is null ? new[] { GrpcStack.Grpcio } : [],
    ];

    private static string Basic(string user, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private static Task<GrpcReply> SendAsync(GrpcClient client, byte[] request, string user, string password) =>
        client.SendAsync(GrpcCall.Export(Signal.Traces, request) with { Headers = [new("authorization", Basic(user, password))] });

    /// <summary>Adds a user, or changes the password of one; bcrypt at its least cost.</summary>
    private async Task AddAsync(string kind, string user, string password) => await ForeignProgram.RunAsync(
        Htpasswd,
        [
            .. File.Exists(Users) ? Array.Empty<string>() : ["-c"],
            "-b", kind, .. kind == "-B" ? new[] { "-C", "4" } : [], Users, user, password,
        ]);

    private Task<GatewayProcess> StartAsync(GrpcSink sink) => GatewayProcess.StartAsync(Config(sink.Endpoint));

    private string Config(string backend) =>
        $$"""
        extensions: {basicauth: {htpasswd: {file: {{Users}} } } }
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0", auth: {authenticator: basicauth} } } } }
        exporters: {otlp: {endpoint: "{{backend}}", tls: {insecure: true}, timeout: 60s} }
        service: {extensions: [basicauth], pipelines: {traces: {receivers: [otlp], exporters: [otlp]} } }
        """;
}
