using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using HotPath.Testing;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>The real executable in a process of its own, as a user runs it: started with a configuration, stopped with SIGTERM.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> _unseen = Channel.CreateUnbounded<string>();
    private readonly string? _file;

    private GatewayProcess(Process process, string? file)
    {
        _process = process;
        _file = file;
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
    }

    /// <summary>The executable that the build of this configuration (Debug or Release) made.</summary>
    public static string Executable { get; } = RepositoryRoot.Combine(
        "hosts", "HotPath.Gateway", "bin",
        AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug",
        "net10.0", "hotpath");

    /// <summary>Before a test's own arguments: its own metrics are off unless the test asks for them, since their port is
    /// everybody's.</summary>
    private static readonly string[] WithoutMetrics = ["--set", "service.telemetry.metrics.level=none"];

    /// <summary>All that it has printed so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Where it said that it serves its metrics.</summary>
    public string MetricsEndpoint => ServingMetrics().Match(Output).Groups[1].Value;

    /// <summary>Where it said that its health_check listens.</summary>
    public string HealthEndpoint => ServingHealth().Match(Output).Groups[1].Value;

    /// <summary>Where it said that the extensions of a type listen, in their order.</summary>
    public IReadOnlyList<string> ExtensionEndpoints(string type) =>
        [.. Regex.Matches(Output, $"Starting {type} extension.*\"endpoint\": ?\"([^\"]+)\"").Select(static match => match.Groups[1].Value)];

    /// <summary>The first endpoint that it said it listens on.</summary>
    public string Endpoint => ListeningOn().Match(Output).Groups[1].Value;

    /// <summary>Where it said that the receiver of this name listens for gRPC.</summary>
    public string EndpointOf(string receiver) => _lines.Where(line => line.Contains($"\"{receiver}\"", StringComparison.Ordinal))
        .Select(static line => ListeningOn().Match(line))
        .First(static match => match.Success).Groups[1].Value;

    /// <summary>The first endpoint at which it said it serves HTTP.</summary>
    public string HttpEndpoint => ServingHttpOn().Match(Output).Groups[1].Value;

    /// <summary>Its highest resident memory so far, in bytes: VmHWM of /proc/PID/status.</summary>
    public long PeakResidentBytes => StatusKilobytes("VmHWM") * 1024;

    /// <summary>Its resident memory now, in bytes.</summary>
    public long ResidentBytes => StatusKilobytes("VmRSS") * 1024;

    /// <summary>User and system time that it has used so far.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary><see cref="PeakResidentBytes"/> just before it was told to stop.</summary>
    public long PeakResidentBytesAtExit { get; private set; }

    /// <summary>Starts it with this YAML as its only configuration file, and waits until it serves.</summary>
    public static Task<GatewayProcess> StartAsync(string yaml, params string[] arguments)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, yaml);
        return ComeUpAsync(file, [Executable, "--config", file, .. WithoutMetrics, .. arguments]);
    }

    /// <summary>The same with environment variables of its own, written as <c>NAME=value</c>.</summary>
    public static Task<GatewayProcess> StartWithAsync(string[] environment, string yaml, params string[] arguments)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, yaml);
        return ComeUpAsync(file, ["env", .. environment, Executable, "--config", file, .. WithoutMetrics, .. arguments]);
    }

    /// <summary>The same inside a control group, as in a container.</summary>
    public static Task<GatewayProcess> StartInAsync(ControlGroup group, string yaml, params string[] arguments)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, yaml);
        return ComeUpAsync(file, group.Enter([Executable, "--config", file, .. WithoutMetrics, .. arguments]));
    }

    /// <summary>The same with private mounts, which a shell script makes.</summary>
    public static Task<GatewayProcess> StartMountedAsync(string mounts, string yaml, params string[] arguments)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, yaml);
        return ComeUpAsync(file, PrivateMounts.Enter(mounts, [Executable, "--config", file, .. WithoutMetrics, .. arguments]));
    }

    /// <summary>Starts it with these arguments only, and waits until it serves.</summary>
    public static Task<GatewayProcess> StartPlainAsync(params string[] arguments) =>
        ComeUpAsync(null, [Executable, .. WithoutMetrics, .. arguments]);

    /// <summary>Runs it to its end; for commands that do not serve.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => RunAsAsync(Executable, arguments);

    /// <summary>The same under another name: a link to the executable.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsAsync(string executable, params string[] arguments)
    {
        await using var gateway = new GatewayProcess(Launch([executable, .. arguments]), null);
        gateway.Listen();
        return (await gateway.ExitAsync(), gateway.Output);
    }

    /// <summary>Sends SIGTERM and waits for the end. Returns the exit code.</summary>
    /// <exception cref="InvalidOperationException">It had ended before; what it said is in the message.</exception>
    public async Task<int> StopAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"hotpath ended by itself with {_process.ExitCode}:\n{Output}");
        }

        PeakResidentBytesAtExit = PeakResidentBytes;
        await SignalAsync("TERM");
        return await ExitAsync();
    }

    /// <summary>Sends a signal, named without its SIG.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>
    /// Runs a shell script among its private mounts (<see cref="StartMountedAsync"/>), and says what that said if it failed.
    /// </summary>
    public async Task RunInsideAsync(string script)
    {
        string[] command = PrivateMounts.Join(_process.Id, script);
        (int exitCode, string output) = await RunAsAsync(command[0], command[1..]);
        exitCode.ShouldBe(0, $"{script}: {output}");
    }

    /// <summary>Waits until it has printed a line that contains a text, behind the one that was last waited for.</summary>
    /// <exception cref="TimeoutException">It has not within a minute; what it said is in the message.</exception>
    public async Task SeesAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (!(await _unseen.Reader.ReadAsync(patience.Token)).Contains(text, StringComparison.Ordinal))
            {
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"hotpath has not said \"{text}\" behind what was last waited for. It said:\n{Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        if (_file is not null)
        {
            File.Delete(_file);
        }
    }

    private static async Task<GatewayProcess> ComeUpAsync(string? file, string[] command)
    {
        var gateway = new GatewayProcess(Launch(command), file);
        gateway.Listen();
        Task first = await Task.WhenAny(gateway._ready.Task, gateway._process.WaitForExitAsync(), Task.Delay(Patience));
        if (first != gateway._ready.Task)
        {
            string output = gateway.Output;
            string end = gateway._process.HasExited ? $"it ended with {gateway._process.ExitCode}" : $"not within {Patience}";
            await gateway.DisposeAsync();
            throw new InvalidOperationException($"hotpath did not come up ({end}):\n{output}");
        }

        return gateway;
    }

    private static Process Launch(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        return new Process { StartInfo = start };
    }

    private void Listen()
    {
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    private async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"hotpath has not ended within {Patience}. It said:\n{Output}");
        }

        _process.WaitForExit();
        return _process.ExitCode;
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        _unseen.Writer.TryWrite(line);
        if (line.Contains("Everything is ready", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    private long StatusKilobytes(string name)
    {
        string line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("Starting GRPC server.*\"endpoint\": ?\"([^\"]+)\"")]
    private static partial Regex ListeningOn();

    [GeneratedRegex("Starting HTTP server.*\"endpoint\": \"([^\"]+)\"")]
    private static partial Regex ServingHttpOn();

    [GeneratedRegex("Serving metrics.*\"endpoint\": ?\"([^\"]+)\"")]
    private static partial Regex ServingMetrics();

    [GeneratedRegex("Starting health_check extension.*\"endpoint\": ?\"([^\"]+)\"")]
    private static partial Regex ServingHealth();
}
