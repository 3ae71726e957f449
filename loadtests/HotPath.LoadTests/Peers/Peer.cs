using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace HotPath.LoadTests.Peers;

/// <summary>A program under test in a process of its own, pinned to one core: HotPath, nginx, or the relay that is the I/O floor.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private const long NanosecondsPerTick = 10_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

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

    /// <summary>CPU time of the process and its children so far, user and system, in nanoseconds. The kernel counts in ticks of 10 ms.</summary>
    public long CpuNanoseconds => Family().Sum(pid =>
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * NanosecondsPerTick;
    });

    /// <summary>The highest resident memory of the family's largest process, in bytes.</summary>
    public long PeakResidentBytes => Family().Max(pid => File.ReadLines($"/proc/{pid}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
        .FirstOrDefault());

    /// <summary>What it printed, once it has stopped.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Starts a program pinned to <paramref name="core"/> and waits until <paramref name="port"/> accepts connections.</summary>
    public static async Task<Peer> StartAsync(string name, int core, int port, string folder, string program, params string[] arguments)
    {
        string log = Path.Combine(folder, "output");
        string command = string.Join(' ', new[] { "exec", "taskset", "-c", $"{core}", program }.Concat(arguments)) + $" >{log} 2>&1";
        var process = Process.Start("sh", ["-c", command]);
        var peer = new Peer(name, process, folder);
        long started = TimeProvider.System.GetTimestamp();
        while (!Accepts(port))
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException($"{name} did not come up on port {port}:\n{await File.ReadAllTextAsync(log)}");
            }

            await Task.Delay(50);
        }

        return peer;
    }

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
    }

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
