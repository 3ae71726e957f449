using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Faults;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>
/// One gateway whose only pipeline has an exporter for each <see cref="BackendFault"/>, so that all of them run at once and none may
/// disturb
/// another. Every request goes to every exporter; a header tells the backends whose it is.
/// </summary>
public sealed class BackendFaultsGateway : IAsyncLifetime
{
    /// <summary>Requests that are sent, one after the other.</summary>
    internal const int Requests = 3;

    /// <summary>Spans of each.</summary>
    internal const int Spans = 5;

    private const string Header = "x-fault";
    private const long LimitBytes = 512L << 20;

    /// <summary>The first request that reached each backend, and how often one did.</summary>
    private readonly ConcurrentDictionary<string, (string First, int Times)> _asked = new();
    private readonly ConcurrentDictionary<(string Exporter, string Request), int> _delivered = new();
    private readonly Dictionary<string, FaultyFront> _fronts = [];
    private readonly byte[][] _requests = [.. Enumerable.Range(0, Requests).Select(static i => SampleRequests.Traces(Spans, seed: 40 + i))];
    private GrpcSink _grpc = null!;
    private HttpSink _http = null!;
    private GatewayProcess _gateway = null!;

    public async Task InitializeAsync()
    {
        _grpc = await GrpcSink.StartAsync();
        _http = await HttpSink.StartAsync();
        _grpc.Answer = request => Answer(
            request.Headers[Header],
            request.Bytes,
            static fault => fault.Grpc,
            GrpcAnswer.Ok,
            static answer => answer is { Status: 0, HttpStatus: 200, OmitStatus: false });
        _http.Answer = request => Answer(
            request.Headers[Header],
            request.Bytes,
            static fault => fault.Http,
            HttpSinkAnswer.Ok,
            static answer => answer is { Status: 200, Until: null, Body.Length: 0 });
        foreach (BackendFault fault in BackendFault.All)
        {
            int port = fault.IsHttp ? _http.Port : _grpc.Port;
            _fronts[fault.Exporter] = new FaultyFront(port, fault.Connection is { } meets ? Enumerable.Repeat(meets, fault.Times) : []);
        }

        _gateway = await GatewayProcess.StartAsync(Config());
        using var client = new GrpcClient(_gateway.Endpoint);
        foreach (byte[] request in _requests)
        {
            (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
        }
    }

    /// <summary>Stops it: the whole ledger balances, nothing was left, and memory was never near its limit.</summary>
    public async Task DisposeAsync()
    {
        int exitCode = await _gateway.StopAsync();
        await _gateway.DisposeAsync();
        foreach (FaultyFront front in _fronts.Values)
        {
            await front.DisposeAsync();
        }

        await _grpc.DisposeAsync();
        await _http.DisposeAsync();
        exitCode.ShouldBe(0, _gateway.Output);
        _gateway.Output.ShouldContain("the ledger balances");
        _gateway.PeakResidentBytesAtExit.ShouldBeLessThan(LimitBytes);
        _grpc.Faults.ShouldBeEmpty();
    }

    /// <summary>Waits until an exporter has delivered what it may, and says what came.</summary>
    internal async Task ShouldDeliverAsync(BackendFault fault, ITestOutputHelper output)
    {
        EdgeOf edge = new(0, 0, new Dictionary<string, long>());
        await Eventually.HoldsAsync(async () =>
        {
            edge = (await LedgerOf.ReadAsync(_gateway)).Edge(fault.Exporter);
            return (edge.IsSettled && edge.Enqueued == Requests * Spans, $"{fault.Exporter}: {edge}\n{_gateway.Output}");
        });
        int lost = fault.LosesOneAs is null ? 0 : 1;
        string[] arrived = [.. _requests.Select(Convert.ToHexString).Where(request => _delivered.ContainsKey((fault.Exporter, request)))];
        int copies = arrived.Sum(request => _delivered[(fault.Exporter, request)]);
        FaultyFront front = _fronts[fault.Exporter];
        string what = $"{edge}; {arrived.Length} requests arrived, {copies - arrived.Length} duplicates, {front.Met} met the fault";
        output.WriteLine(what);
        what = $"{what}\n{string.Join('\n', _gateway.Output.Split('\n').Where(line => line.Contains($"\"{fault.Exporter}\"")))}";

        arrived.Length.ShouldBe(Requests - lost, what);
        edge.Sent.ShouldBe((Requests - lost) * Spans, what);
        edge.Failed.GetValueOrDefault(fault.LosesOneAs ?? "", 0).ShouldBe(lost * Spans, what);
        front.Surprises.ShouldBeEmpty();

        // A connection that is given up may be closed, and so be at its fault's end, after its data went over another.
        await Eventually.HoldsAsync(() => fault.Connection is null || front.Met > 0, () => $"the fault was never met: {what}");
    }

    /// <summary>
    /// The first request that reaches a backend gets the fault's answer, all others success. One that is to be lost gets it each time: a
    /// gateway that stalls gives the first attempt up before it has the answer, and asks again.
    /// </summary>
    private T Answer<T>(string exporter, byte[] request, Func<BackendFault, T?> scripted, T ok, Func<T, bool> takes)
        where T : class
    {
        BackendFault fault = BackendFault.All.Single(fault => fault.Exporter == exporter);
        string name = Convert.ToHexString(request);
        (string first, int times) = _asked.AddOrUpdate(exporter, (name, 1), static (_, asked) => (asked.First, asked.Times + 1));
        T answer = times == 1 || (fault.LosesOneAs is not null && name == first) ? scripted(fault) ?? ok : ok;
        if (takes(answer))
        {
            _delivered.AddOrUpdate((exporter, name), 1, static (_, times) => times + 1);
        }

        return answer;
    }

    private string Config() =>
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
        processors: {memory_limiter: {check_interval: 1s, limit_mib: {{LimitBytes >> 20}} } }
        exporters:
        {{string.Join('\n', BackendFault.All.Select(Exporter))}}
        {{LedgerOf.Extension}}
        service:
          extensions: [zpages]
          pipelines:
            traces:
              receivers: [otlp]
              processors: [memory_limiter]
              exporters: [{{string.Join(", ", BackendFault.All.Select(static fault => fault.Exporter))}}]
        """;

    private string Exporter(BackendFault fault) =>
        $$"""
          {{fault.Exporter}}:
            endpoint: "{{(fault.IsHttp ? "http://" : "")}}127.0.0.1:{{_fronts[fault.Exporter].Port}}"
            tls: {insecure: true}
            compression: none
            timeout: 2s
            headers: { {{Header}}: "{{fault.Exporter}}" }
            retry_on_failure: {initial_interval: 20ms, max_interval: 200ms, max_elapsed_time: 0}
        """;
}
