using System.Globalization;
using System.Security.Cryptography;
using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>The real executable with a configuration file that a test rewrites.</summary>
internal sealed class ReloadingGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly string _file;

    private ReloadingGateway(TemporaryFolder folder, string file, GatewayProcess process)
    {
        _folder = folder;
        _file = file;
        Process = process;
    }

    /// <summary>The process.</summary>
    public GatewayProcess Process { get; }

    /// <summary>Starts it with this configuration, and its own metrics.</summary>
    public static async Task<ReloadingGateway> StartAsync(string yaml, params string[] arguments)
    {
        var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "config.yaml");
        await File.WriteAllTextAsync(file, yaml);
        string[] metrics =
        [
            "--set", "service.telemetry.metrics.level=basic",
            "--set", "service.telemetry.metrics.readers=[{pull: {exporter: {prometheus: {host: 127.0.0.1, port: 0}}}}]",
        ];
        return new ReloadingGateway(folder, file, await GatewayProcess.StartPlainAsync(["--config", file, .. metrics, .. arguments]));
    }

    /// <summary>A pipeline of traces from a receiver to a sink.</summary>
    /// <param name="sink">The backend.</param>
    /// <param name="receiver">The receiver's gRPC keys.</param>
    /// <param name="processors">Those of the pipeline.</param>
    /// <param name="exporter">More of the exporter's keys.</param>
    /// <param name="service">More of the service's keys, each line indented by two.</param>
    public static string Config(
        GrpcSink sink, string receiver = "endpoint: \"127.0.0.1:0\"", string processors = "", string exporter = "", string service = "") =>
        $$"""
        receivers: {otlp: {protocols: {grpc: { {{receiver}} } } } }
        processors: {batch: {timeout: 100ms}, attributes: {actions: [{key: a, value: 1, action: insert}]} }
        exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, compression: none, timeout: 60s{{exporter}} } }
        service:
        {{service}}
          pipelines:
            traces: {receivers: [otlp], processors: [{{processors}}], exporters: [otlp]}
        """;

    /// <summary>Rewrites the file.</summary>
    public Task WriteAsync(string yaml) => File.WriteAllTextAsync(_file, yaml);

    /// <summary>Rewrites the file, sends SIGHUP, and waits for a line of the log.</summary>
    public async Task ReloadAsync(string yaml, string sees = "Reloaded: the new configuration runs.")
    {
        await WriteAsync(yaml);
        await Process.SignalAsync("HUP");
        await Process.SeesAsync(sees);
    }

    /// <summary>The value of the one line of a metric that has a label.</summary>
    public async Task<double> MetricAsync(string name, string label)
    {
        string text = await Process.ScrapeAsync();
        string line = text.Split('\n').Single(
            line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a metric has a value.</summary>
    public Task MetricReachesAsync(string name, string label, double value) => Eventually.HoldsAsync(async () =>
    {
        double now = await MetricAsync(name, label);
        return (now >= value, $"{name} with {label} is {now}, not {value}; hotpath said:\n{Process.Output}");
    });

    /// <summary>Stops it: it must end well, with a ledger that balances.</summary>
    public async Task StopAsync()
    {
        await Process.ShouldBalanceAsync();
        Process.ShouldNotSay("left items behind");
    }

    /// <summary>Sends requests one after another over one connection until told to stop; each must be taken. Returns their names.</summary>
    public static async Task<IReadOnlyList<string>> SendAsync(GrpcClient client, int seed, Func<Task> onTakenAsync, CancellationToken stop)
    {
        var taken = new List<string>();
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            byte[] request = SampleRequests.Traces(1 + (i % 20), seed: (seed * 10_007) + i);
            GrpcReply reply = await client.ExportAsync(Signal.Traces, request, CancellationToken.None);
            reply.Status.ShouldBe(0, reply.ToString());
            taken.Add(NameOf(request));
            await onTakenAsync();
        }

        return taken;
    }

    /// <summary>A request's bytes, as a name to compare.</summary>
    public static string NameOf(byte[] request) => Convert.ToHexString(SHA256.HashData(request));

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Dispose();
    }
}
