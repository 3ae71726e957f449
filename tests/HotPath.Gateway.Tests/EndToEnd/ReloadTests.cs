using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>SIGHUP to the real executable: what changed is swapped, what did not goes on, and a mistake changes nothing.</summary>
public sealed class ReloadTests
{
    /// <summary>Requests that senders may be ahead of the backends: far fewer than the smallest queue here holds.</summary>
    private const int Ahead = 30;

    [Fact]
    public async Task Sighup_UnderLoad_MovesToAnotherBackendOnTheSameConnectionsAndLosesNothing()
    {
        await using GrpcSink first = await GrpcSink.StartAsync();
        await using GrpcSink second = await GrpcSink.StartAsync();
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(ReloadingGateway.Config(first));
        GrpcClient[] clients = [.. Enumerable.Range(0, 3).Select(_ => new GrpcClient(gateway.Process.Endpoint))];
        using var stop = new CancellationTokenSource();
        int taken = 0;
        int arrived = 0;
        first.Answer = second.Answer = _ =>
        {
            Interlocked.Increment(ref arrived);
            return GrpcAnswer.Ok;
        };
        Task PaceAsync()
        {
            int least = Interlocked.Increment(ref taken) - Ahead;
            return Eventually.HoldsAsync(() => Volatile.Read(ref arrived) >= least, () => $"{arrived} of {taken} requests arrived");
        }

        Task<IReadOnlyList<string>> SendAsync(GrpcClient client, int seed) =>
            Task.Run(() => ReloadingGateway.SendAsync(client, seed, PaceAsync, stop.Token));
        Task<IReadOnlyList<string>>[] senders = [.. clients.Select(SendAsync)];

        string[] configs =
        [
            ReloadingGateway.Config(second),
            ReloadingGateway.Config(second, exporter: ", sending_queue: {queue_size: 77}"),
            ReloadingGateway.Config(first, exporter: ", sending_queue: {queue_size: 77}"),
            ReloadingGateway.Config(second).Replace("traces:", "traces/renamed:", StringComparison.Ordinal),
        ];
        foreach (string config in configs)
        {
            int before = Volatile.Read(ref taken);
            await Eventually.HoldsAsync(
                () => Volatile.Read(ref taken) >= before + 30 || senders.Any(static sender => sender.IsCompleted),
                () => $"{taken - before} of 30 requests were taken; hotpath said:\n{gateway.Process.Output}");
            await gateway.ReloadAsync(config);
        }

        await stop.CancelAsync();
        string[] sent = [.. (await Task.WhenAll(senders)).SelectMany(static names => names)];
        await gateway.StopAsync();
        first.Requests.Concat(second.Requests).Select(r => ReloadingGateway.NameOf(r.Bytes)).Order().ShouldBe(sent.Order());
        second.Items.ShouldBeGreaterThan(0);
        clients.Select(static client => client.Connections).ShouldAllBe(static connections => connections == 1);
        Array.ForEach(clients, static client => client.Dispose());
        gateway.Process.ShouldSay("changed exporter otlp (endpoint");
    }

    [Fact]
    public async Task Sighup_InvalidConfiguration_IsToldAsAtTheStartAndTheOldOneServesOn()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(ReloadingGateway.Config(sink));
        using var client = new GrpcClient(gateway.Process.Endpoint);

        await gateway.ReloadAsync(ReloadingGateway.Config(sink, processors: "betch"), "Not reloaded: the configuration is invalid");
        await gateway.Process.SeesAsync("Error: invalid configuration:");
        await gateway.Process.SeesAsync("betch");
        await gateway.ReloadAsync("receivers: [", "Error: failed to get config");
        await gateway.MetricReachesAsync("hotpath_config_reloads", "result=\"invalid\"", 2);
        (await gateway.MetricAsync("hotpath_config_last_reload_successful", "")).ShouldBe(0);

        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(5, seed: 1))).Status.ShouldBe(0);
        await gateway.StopAsync();
        sink.Items.ShouldBe(5);
    }

    [Fact]
    public async Task Sighup_NothingChanged_SaysSo()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(ReloadingGateway.Config(sink));

        await gateway.ReloadAsync(ReloadingGateway.Config(sink) + "\n# a comment", "Reloaded: nothing changed.");

        await gateway.StopAsync();
    }

    [Fact]
    public async Task Sighup_WhatNeedsARestart_IsRefusedByName()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(ReloadingGateway.Config(sink));

        await gateway.ReloadAsync(
            ReloadingGateway.Config(sink, service: "  telemetry: {logs: {encoding: json}}"),
            "Not reloaded: service::telemetry::logs::encoding needs a restart; the running configuration is kept.");
        await gateway.MetricReachesAsync("hotpath_config_reloads", "result=\"refused\"", 1);

        await gateway.StopAsync();
    }

    [Fact]
    public async Task Sighup_LogLevel_HoldsFromThere()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(ReloadingGateway.Config(sink));

        await gateway.WriteAsync(ReloadingGateway.Config(sink, service: "  telemetry: {logs: {level: warn}}"));
        await gateway.Process.SignalAsync("HUP");
        await gateway.MetricReachesAsync("hotpath_config_reloads", "result=\"success\"", 1);
        await gateway.ReloadAsync("receivers: [", "Error: failed to get config");

        gateway.Process.Output.Split("Reloading the configuration.").Length.ShouldBe(2, gateway.Process.Output);
        (await gateway.Process.StopAsync()).ShouldBe(0, gateway.Process.Output);
    }

    [Fact]
    public async Task Sighup_SamePortOtherSettings_IsBoundAnew()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(ReloadingGateway.Config(sink));
        string endpoint = gateway.Process.Endpoint;
        using var before = new GrpcClient(endpoint);
        (await before.ExportAsync(Signal.Traces, SampleRequests.Traces(300, seed: 1))).Status.ShouldBe(0);

        await gateway.ReloadAsync(ReloadingGateway.Config(sink, receiver: $"endpoint: \"{endpoint}\", max_recv_msg_size_mib: 1"));

        using var after = new GrpcClient(endpoint);
        (await after.ExportAsync(Signal.Traces, SampleRequests.Traces(7, seed: 2))).Status.ShouldBe(0);
        (await after.ExportAsync(Signal.Traces, new byte[2 << 20])).Status.ShouldBe(8);
        await gateway.StopAsync();
        sink.Items.ShouldBe(307);
    }

    [Fact]
    public async Task Sighup_AddsZPages_WhatIsKeptIsSampledFromThere()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Script(GrpcAnswer.Ok, GrpcAnswer.Error(7, "go away"));
        string config = ReloadingGateway.Config(sink);
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(config);
        using var client = new GrpcClient(gateway.Process.Endpoint);
        (await client.ExportAsync(Signal.Traces, [0xFF])).Status.ShouldBe(3);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1))).Status.ShouldBe(0);
        await gateway.MetricReachesAsync("hotpath_edge_sent_items", "exporter=\"otlp\"", 3);

        await gateway.ReloadAsync(config.Replace(
            "service:\n", "extensions: {zpages: {endpoint: \"127.0.0.1:0\"} }\nservice:\n  extensions: [zpages]\n",
            StringComparison.Ordinal));
        (await client.ExportAsync(Signal.Traces, [0xFF])).Status.ShouldBe(3);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(4, seed: 2))).Status.ShouldBe(0);

        client.Connections.ShouldBe(1);
        await SeesAsync("receiver%2Fotlp%2FTraceDataReceived", "INVALID_ARGUMENT");
        await SeesAsync("exporter%2Fotlp%2Ftraces", "go away");
        (await gateway.Process.StopAsync()).ShouldBe(0, gateway.Process.Output);

        async Task SeesAsync(string operation, string failure)
        {
            using var http = new HttpClient();
            string page = $"http://{gateway.Process.ExtensionEndpoints("zpages").Single()}/debug/tracez?ztype=2&zspanname={operation}";
            await Eventually.HoldsAsync(async () =>
            {
                string html = await http.GetStringAsync(page);
                return (html.Contains(failure, StringComparison.Ordinal), html);
            });
        }
    }

    [Fact]
    public async Task Sighup_PortTaken_ChangesNothing()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GrpcSink other = await GrpcSink.StartAsync();
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(ReloadingGateway.Config(sink));
        using var client = new GrpcClient(gateway.Process.Endpoint);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1))).Status.ShouldBe(0);

        string taken = ReloadingGateway.Config(sink, receiver: $"endpoint: \"{other.Endpoint}\"", processors: "batch");
        await gateway.ReloadAsync(taken, "Not reloaded: the running configuration is kept.");

        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(4, seed: 2))).Status.ShouldBe(0);
        client.Connections.ShouldBe(1);
        await gateway.StopAsync();
        sink.Items.ShouldBe(7);
    }

    [Fact]
    public async Task Sighup_SignalWiredAndUnwired_IsServedOnTheSameConnection()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        string traces = ReloadingGateway.Config(sink);
        await using ReloadingGateway gateway = await ReloadingGateway.StartAsync(traces);
        using var client = new GrpcClient(gateway.Process.Endpoint);
        async Task<int?> LogsAsync() => (await client.ExportAsync(Signal.Logs, SampleRequests.Logs(2, seed: 1))).Status;
        (await LogsAsync()).ShouldBe(12);
        (await LogsAsync()).ShouldBe(12);

        await gateway.ReloadAsync(traces + "\n    logs: {receivers: [otlp], exporters: [otlp]}");
        (await LogsAsync()).ShouldBe(0);
        (await LogsAsync()).ShouldBe(0);
        await gateway.ReloadAsync(traces);
        (await LogsAsync()).ShouldBe(12);

        client.Connections.ShouldBe(1);
        await gateway.StopAsync();
        sink.Items.ShouldBe(4);
    }
}
