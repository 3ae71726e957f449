using System.Text;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;
using Microsoft.AspNetCore.Http;

namespace HotPath.Gateway.Tests.Security;

/// <summary>
/// Nothing that a gateway prints, serves or answers holds a secret: its log at debug level, every page, its metrics, what senders are told,
/// what a reload says, errors of configurations. The backends are of the worst kind: what they were sent, they repeat.
/// </summary>
public sealed class PlantedSecretsTests : IDisposable
{
    private static readonly byte[] Request = SampleRequests.Traces(spans: 2, seed: 5);

    private static readonly string[] Pages =
    [
        "/debug/", "/debug/servicez", "/debug/pipelinez", "/debug/extensionz", "/debug/featurez", "/debug/tracez", "/debug/ledger",
        "/debug/expvarz",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _seen = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gateway_WhoseBackendsRepeatWhatTheyAreSent_ShowsNoneOfItAnywhere()
    {
        await using GrpcSink grpc = await GrpcSink.StartAsync();
        await using HttpSink http = await HttpSink.StartAsync();
        await using ConfigServer tokens = await ConfigServer.StartAsync(RepeatAsync);
        string yaml = PlantedSecrets.Config(_folder, grpc.Endpoint, http.Endpoint, tokens.Url);
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(
            yaml, "--set", "exporters.otlphttp/bearer.headers.x-set=geheim-set-1");
        using var client = new GrpcClient(gateway.Process.Endpoint);
        foreach (int status in new[] { 400, 401, 403, 404, 429, 500, 503, 307, 200 })
        {
            // A success rejects an item, and repeats in its message.
            grpc.Answer = request => status == 200
                ? GrpcAnswer.Partial(1, Said(request.Headers))
                : GrpcAnswer.Error(status % 16 == 0 ? 2 : status % 16, Said(request.Headers));
            http.Answer = request => status == 200
                ? HttpSinkAnswer.Partial(1, Said(request.Headers))
                : HttpSinkAnswer.Error(status, Said(request.Headers))
                    .With("Location", $"/other?{request.Path[(request.Path.IndexOf('?', StringComparison.Ordinal) + 1)..]}");
            await SendAsync(client, $"Bearer {PlantedSecrets.GoodToken}");
            await ReadPagesAsync(gateway);
        }

        await SendAsync(client, "Bearer geheim-stranger-1");
        await PostAsync(gateway, PlantedSecrets.GoodPassword);
        await PostAsync(gateway, "geheim-stranger-2");
        await gateway.ReloadAsync(yaml.Replace("geheim-token-3", "geheim-token-4", StringComparison.Ordinal)
            .Replace(
                "geheim-header-1", "geheim-header-2",
                StringComparison.Ordinal).Replace("geheim-query-1", "geheim-query-2", StringComparison.Ordinal));
        await gateway.ReloadAsync(
            yaml.Replace("token: geheim-token-3", "token: {a: geheim-token-5}", StringComparison.Ordinal), "Not reloaded");
        await SendAsync(client, $"Bearer {PlantedSecrets.GoodToken}");
        await ReadPagesAsync(gateway);
        await gateway.Process.StopAsync();

        gateway.Process.Output.ShouldContain("[REDACTED]", customMessage: "backends repeated, and it was seen");
        _seen.Append(gateway.Process.Output);
        ShouldHoldNone(_seen.ToString());
        http.Requests.ShouldContain(
            static request => request.Headers.Values.Any(static value => value.Contains(PlantedSecrets.Mark)), "they were sent");
    }

    [Fact]
    public async Task Configuration_RightOrWrong_IsPrintedAndJudgedWithoutSecrets()
    {
        string yaml = PlantedSecrets.Config(_folder, "127.0.0.1:1", "http://127.0.0.1:1", "http://127.0.0.1:1");
        await RunAsync(yaml, "print-config");
        await RunAsync(yaml, "print-config", "--format", "json");
        _seen.ToString().ShouldContain("[REDACTED]");
        (string From, string To)[] mistakes =
        [
            ("token: geheim-token-3", "token: [geheim-token-3]"),
            ("client_secret: geheim-oauth-1", "client_secret: {a: geheim-oauth-1}"),
            ("{resource: geheim-oauth-3, more: [geheim-oauth-4]}", "geheim-oauth-3"),
            ("token_url: \"http://127.0.0.1:1", "token_url: \"http://me:geheim-user-3@127.0.0.1:1"),
            ("jo:geheim-pass-1", "jo:$$5$$geheim-pass-1"),
            ("http://127.0.0.1:1/b", "http://me:geheim-user-1@127.0.0.1:1/b"),
            ("endpoint: \"127.0.0.1:1\", tls", "endpoint: \"me:geheim-user-2@127.0.0.1:1\", tls"),
            ("[{name: x-key, value: \"", "[{name: x-key, value: !!int \"geheim"),
        ];
        string wrong = yaml;
        foreach ((string from, string to) in mistakes)
        {
            wrong.ShouldContain(from);
            wrong = wrong.Replace(from, to, StringComparison.Ordinal);
        }

        await RunAsync(wrong, "validate", "--set", "exporters.otlp/headers.headers.authorization=[geheim-set-2]");
        await RunAsync(wrong, "print-config", "--validate=false");
        await RunAsync(yaml.Replace("token: geheim-token-3", "token: 'geheim-token-3", StringComparison.Ordinal), "validate");
        await RunAsync(yaml.Replace("token: geheim-token-3", "token: *geheim-token-3", StringComparison.Ordinal), "validate");
        await RunAsync(yaml, "validate", "--set", "exporters.otlp/headers.headers.authorization={b: geheim-set-2");
        await RunAsync(yaml, "validate", "--config", "http://me:geheim-user-4@127.0.0.1:1/config?token=geheim-query-4");

        ShouldHoldNone(_seen.ToString());
    }

    private static string Said(IReadOnlyDictionary<string, string> headers) =>
        "what is this: " + string.Join(", ", headers.Select(static header => $"{header.Key}={header.Value}"));

    private static async Task RepeatAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        string said = $"{http.Request.QueryString} {http.Request.Headers.Authorization} {await reader.ReadToEndAsync()}";
        http.Response.StatusCode = 400;
        await http.Response.WriteAsJsonAsync(new { error = "invalid_request", error_description = said });
    }

    private static void ShouldHoldNone(string seen)
    {
        foreach (string line in seen.Split('\n'))
        {
            foreach (string form in PlantedSecrets.Forms)
            {
                line.ShouldNotContain(form, Case.Sensitive);
            }
        }
    }

    private async Task RunAsync(string yaml, params string[] arguments)
    {
        string file = Path.Combine(_folder.Path, "planted.yaml");
        await File.WriteAllTextAsync(file, yaml);
        (int exitCode, string output) = await GatewayProcess.RunAsync([arguments[0], "--config", file, .. arguments[1..]]);
        _seen.AppendLine($"exit status {exitCode}").AppendLine(output);
    }

    /// <summary>What a sender is told counts, too.</summary>
    private async Task SendAsync(GrpcClient client, string authorization)
    {
        GrpcReply reply = await client.SendAsync(GrpcCall.Export(Signal.Traces, Request) with
        {
            Headers = [new("authorization", authorization), new("x-sender", "geheim-sender-1")],
        });
        _seen.AppendLine($"{reply.Status} {reply.Message} {reply.Details}");
    }

    private async Task PostAsync(ReloadingGateway gateway, string password)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{gateway.Process.HttpEndpoint}/v1/traces");
        request.Content = new ByteArrayContent(Request);
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation(
            "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"jo:{password}")));
        using HttpResponseMessage response = await http.SendAsync(request);
        _seen.AppendLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private async Task ReadPagesAsync(ReloadingGateway gateway)
    {
        using var http = new HttpClient();
        string zpages = gateway.Process.ExtensionEndpoints("zpages").Single();
        string health = gateway.Process.ExtensionEndpoints("health_check").Single();
        string[] urls =
        [
            .. Pages.Select(page => $"http://{zpages}{page}"),
            .. Enumerable.Range(0, 7).Select(i => $"http://{zpages}/debug/pipelinez?pipelinenamez=traces%2F{i}"),
            $"http://{zpages}/debug/tracez?zspanname=exporter%2Fotlp%2Fheaders%2Ftraces&ztype=2",
            $"http://{health}/status?verbose", $"http://{health}/config", $"http://{gateway.Process.MetricsEndpoint}/metrics",
        ];
        foreach (string url in urls)
        {
            using HttpResponseMessage response = await http.GetAsync(url);
            _seen.AppendLine($"{url} {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }
}
