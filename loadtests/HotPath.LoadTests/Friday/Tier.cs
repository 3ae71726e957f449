using System.Diagnostics;
using System.Globalization;
using HotPath.LoadTests.Peers;

namespace HotPath.LoadTests.Friday;

/// <summary>
/// One of the day's processes, and the supervisor that starts it again when it ends unasked, as a kubelet would. What all its lives print
/// goes to one file.
/// </summary>
internal sealed class Tier : IAsyncDisposable
{
    private const string Ready = "Everything is ready";
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string[] _command;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _supervised;
    private Process _process;
    private volatile int _processId;

    private Tier(string name, string log, string[] command)
    {
        Name = name;
        Log = log;
        _command = command;
        _process = Start();
        _supervised = SuperviseAsync();
    }

    public string Name { get; }

    /// <summary>Where it prints to.</summary>
    public string Log { get; }

    /// <summary>How often it was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Its highest resident memory seen, in bytes.</summary>
    public long PeakResidentBytes { get; private set; }

    /// <summary>Its resident memory now, in bytes; 0 while it does not run.</summary>
    public long ResidentBytes
    {
        get
        {
            long bytes = Resident();
            PeakResidentBytes = Math.Max(PeakResidentBytes, bytes);
            return bytes;
        }
    }

    /// <summary>Whether its last words say that the ledger balances; null if it has none, as other gateways don't.</summary>
    public bool? LedgerBalances => GatewayOutput.LedgerBalances(File.ReadAllText(Log));

    public static Tier Start(string name, string folder, params string[] command) =>
        new(name, Path.Combine(folder, $"{name}.log"), command);

    /// <summary>
    /// Waits until it says that it serves, as the Collector does, too; before that a signal would end it instead of being dealt with.
    /// Whoever says nothing of the sort gets a minute.
    /// </summary>
    public async Task WhenReadyAsync()
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!(File.Exists(Log) && File.ReadAllText(Log).Contains(Ready, StringComparison.Ordinal))
            && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(BetweenLooks);
        }
    }

    /// <summary>Sends a signal by its name, such as KILL or HUP.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_processId}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _supervised;
        if (!_process.HasExited)
        {
            await SignalAsync("TERM");
            await _process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await StopAsync();
        }

        _process.Dispose();
        _stop.Dispose();
    }

    private Process Start()
    {
        var process = Process.Start(
            new ProcessStartInfo("sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", Log, .. _command]))!;
        _processId = process.Id;
        return process;
    }

    private async Task SuperviseAsync()
    {
        try
        {
            while (true)
            {
                await _process.WaitForExitAsync(_stop.Token);
                await Task.Delay(RestartDelay, _stop.Token);
                _process.Dispose();
                _process = Start();
                Restarts++;
            }
        }
        catch (OperationCanceledException)
        {
            // It is being stopped.
        }
    }

    private long Resident()
    {
        try
        {
            // By its number: who looks may do so while the supervisor exchanges the process.
            string line = File.ReadLines($"/proc/{_processId}/status")
                .FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)) ?? "";
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return words.Length > 1 ? long.Parse(words[1], CultureInfo.InvariantCulture) * 1024 : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
