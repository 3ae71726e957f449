using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace HotPath.LoadTests.Peers;

/// <summary>A program under test in a process of its own, pinned to one core: HotPath, nginx, or the relay that is the I/O floor.</summary>
internal sealed class Peer : IAsyncDisposable
{
    /// <summary>Lets a process deal with sockets where they are learned of; sender and sink do.</summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private const long NanosecondsPerTick = 10_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private Peer(string name, Process process, string folder)
    {
        Name = name;
        _process = process;
        _folder = folder;
    }

    /// <summary>What reports call it.</summary>
    public string Name { get; }

    /// <summary>
    /// CPU time of the process and its children so far, user and system, in nanoseconds. The kernel counts in ticks of 10 ms.
    /// </summary>
    public long CpuNanoseconds => Family().Sum(pid =>
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..13].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) * NanosecondsPerTick;
    });

    /// <summary>The highest resident memory of the family's largest process, in bytes.</summary>
    public long PeakResidentBytes => Family().Max(pid => Status(pid, "VmHWM:"));

    /// <summary>The resident memory of the family now, in bytes.</summary>
    public long ResidentBytes => Family().Sum(pid => Status(pid, "VmRSS:"));

    /// <summary>Bytes that the process has written to files so far, as the kernel counts what has to go to a disk.</summary>
    public long WrittenBytes => File.ReadLines($"/proc/{_process.Id}/io")
        .Where(static line => line.StartsWith("write_bytes:", StringComparison.Ordinal))
        .Select(static line => long.Parse(line.AsSpan(line.IndexOf(' ')), CultureInfo.InvariantCulture)).FirstOrDefault();

    /// <summary>What it printed, once it has stopped.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Starts a program pinned to a core and waits until its port accepts connections.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="core">The core, or null for all of them.</param>
    /// <param name="port">Where it will listen.</param>
    /// <param name="folder">Takes what it prints.</param>
    /// <param name="environment">KEY=VALUE, on top of this process's own.</param>
    /// <param name="command">The program and its arguments.</param>
    public static async Task<Peer> StartAsync(
        string name, int? core, int port, string folder, IEnumerable<string> environment, params IEnumerable<string> command)
    {
        string log = Path.Combine(folder, "output");
        string[] pin = core is { } number ? ["taskset", "-c", $"{number}"] : [];
        var start = new ProcessStartInfo("sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, .. pin, .. command]);

        // This process's own setting, which is none of the program's.
        start.Environment.Remove(InlineCompletions);
        foreach (string variable in environment)
        {
            string[] parts = variable.Split('=', 2);
            start.Environment[parts[0]] = parts[1];
        }

        var process = Process.Start(start)!;
        var peer = new Peer(name, process, folder);
        long started = TimeProvider.System.GetTimestamp();
        while (!Accepts(port))
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                await peer.DisposeAsync();
                throw new InvalidOperationException($"{name} did not come up on port {port}:\n{peer.Output}");
            }

            await Task.Delay(50);
        }

        return peer;
    }

    /// <summary>Tells it to stop, which a gateway does when all it holds is delivered, and reads what it printed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        Output = await File.ReadAllTextAsync(Path.Combine(_folder, "output"));
        _process.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Ends it at once (kill -9), without a chance to finish anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    private static long Status(int pid, string name) => File.ReadLines($"/proc/{pid}/status")
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1])
        .Select(kilobytes => long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024)
        .FirstOrDefault();

    private static bool Accepts(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private IEnumerable<int> Family()
    {
        yield return _process.Id;
        string children = $"/proc/{_process.Id}/task/{_process.Id}/children";
        foreach (string pid in File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return int.Parse(pid, CultureInfo.InvariantCulture);
        }
    }
}
