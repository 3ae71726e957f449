using HotPath.Core.Storage;

namespace HotPath.Testing.Simulation;

/// <summary>
/// The disk under a run's queues: a real folder, in which a seed lets accesses fail, and of which a process that dies leaves a copy of that
/// moment to the next one. A dead process may work on in its own folder; nobody looks there any more.
/// </summary>
internal sealed class SimulatedDisk : IDisposable
{
    private readonly Random _random;
    private readonly TemporaryFolder _folder = new(isInMemory: true);
    private readonly Dictionary<string, long> _synced = [];
    private readonly int _badness;
    private int _lives;

    public SimulatedDisk(Random random)
    {
        _random = random;
        _badness = random.Next(4) == 0 ? random.Next(1, 100) : 0;
        Path = System.IO.Path.Combine(_folder.Path, "0");
    }

    /// <summary>Where the queues of the process that runs lie.</summary>
    public string Path { get; private set; }

    /// <summary>True if accesses may fail in this run.</summary>
    public bool MayFail => _badness > 0;

    /// <summary>From here no access fails.</summary>
    public bool IsWell { get; set; }

    /// <summary>Accesses until the process dies; negative: it does not.</summary>
    public int AccessesToDeath { get; set; } = -1;

    /// <summary>Called when it dies of an access.</summary>
    public Action OnDeath { get; set; } = static () => { };

    /// <summary>What the engine is given: see <see cref="SegmentLogOptions.BeforeIo"/>.</summary>
    public Action<SegmentIo, string, long> Watch()
    {
        string mine = Path + System.IO.Path.DirectorySeparatorChar;
        return (io, path, _) =>
        {
            if (Path + System.IO.Path.DirectorySeparatorChar == mine)
            {
                BeforeIo(io, path);
            }
        };
    }

    /// <summary>
    /// The process is dead: what it has written so far is the next one's. With a power cut, that is only sure of what was synced; of the
    /// rest, each file has as much as a seed says.
    /// </summary>
    public void Die(bool isPowerCut)
    {
        string from = Path;
        Path = System.IO.Path.Combine(_folder.Path, $"{++_lives}");
        AccessesToDeath = -1;
        if (!Directory.Exists(from))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (System.IO.Path.GetFileName(file) == "lock")
            {
                continue;
            }

            string to = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            byte[] bytes = ReadAll(file);

            // What was synced may have been cut off since: the torn end of a recovered segment, or a group that failed.
            int synced = (int)Math.Min(_synced.GetValueOrDefault(file), bytes.Length);
            int kept = isPowerCut ? _random.Next(synced, bytes.Length + 1) : bytes.Length;
            File.WriteAllBytes(to, bytes[..kept]);
            _synced[to] = isPowerCut ? kept : synced;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static byte[] ReadAll(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void BeforeIo(SegmentIo io, string path)
    {
        if (AccessesToDeath >= 0 && --AccessesToDeath < 0)
        {
            OnDeath();
            return;
        }

        if (!IsWell && _random.Next(1000) < _badness)
        {
            throw new IOException($"the disk fails at {io}");
        }

        if (io == SegmentIo.Create)
        {
            _synced.Remove(path);
        }
        else if (io == SegmentIo.Sync)
        {
            _synced[path] = new FileInfo(path).Length;
        }
    }
}
