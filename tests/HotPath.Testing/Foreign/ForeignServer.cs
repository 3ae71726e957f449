using System.Diagnostics;
using System.Text;

namespace HotPath.Testing.Foreign;

/// <summary>A foreign program that serves on loopback, with a folder of its own. Stopped when disposed.</summary>
public sealed class ForeignServer : IAsyncDisposable
{
    private const int Attempts = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The program's state is in files of the kernel and its own: there is nothing to await.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly TemporaryFolder _folder;
    private readonly StringBuilder _output = new();
    private readonly int[] _ports;

    private ForeignServer(Process process, TemporaryFolder folder, int[] ports)
    {
        _process = process;
        _folder = folder;
        _ports = ports;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary><c>127.0.0.1:port</c> of each port, in the order in which they were handed to whoever wrote the configuration.</summary>
    public IReadOnlyList<string> Endpoints => [.. _ports.Select(static port => $"127.0.0.1:{port}")];

    /// <summary>Where its configuration and its logs are.</summary>
    public string Folder => _folder.Path;

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a program, and returns when it listens. A port that somebody else takes first makes it try with others.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="ports">How many ports it is to listen on.</param>
    /// <param name="setUp">Writes files into the folder, and says the arguments.</param>
    /// <exception cref="InvalidOperationException">It did not come up; what it said is in the message.</exception>
    public static async Task<ForeignServer> StartAsync(string program, int ports, Func<int[], string, string[]> setUp)
    {
        for (int attempt = 1; ; attempt++)
        {
            var folder = new TemporaryFolder();
            int[] chosen = LoopbackPorts.Choose(ports);
            var process = new Process { StartInfo = ForeignProgram.StartInfo(program, setUp(chosen, folder.Path)) };
            var server = new ForeignServer(process, folder, chosen);
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (await server.ComesUpAsync())
            {
                return server;
            }

            await server.DisposeAsync();
            if (attempt == Attempts)
            {
                throw new InvalidOperationException($"{program} did not come up: {server.Output}");
            }
        }
    }

    /// <summary>Sends a signal, named without its SIG.</summary>
    public Task SignalAsync(string signal) => ForeignProgram.RunAsync("kill", $"-{signal}", $"{_process.Id}");

    /// <summary>Waits until a file of its folder holds a text so often.</summary>
    /// <exception cref="TimeoutException">It does not within a minute; the file's end is in the message.</exception>
    public async Task WritesAsync(string file, string text, int times)
    {
        string path = Path.Combine(Folder, file);
        for (long started = Stopwatch.GetTimestamp(); ;)
        {
            string content = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
            if (content.Split(text).Length > times)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"{file} does not hold \"{text}\" {times} times: {content[^Math.Min(4000, content.Length)..]}");
            }

            await Task.Delay(LookAgainAfter);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // Some have children.
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> ComesUpAsync()
    {
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience;)
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();
                return false;
            }

            if (IsListening())
            {
                return true;
            }

            await Task.Delay(LookAgainAfter);
        }

        return false;
    }

    private bool IsListening()
    {
        try
        {
            return LoopbackPorts.AreOf(_process.Id, _ports);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
