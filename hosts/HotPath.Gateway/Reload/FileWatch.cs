using System.Security.Cryptography;

namespace HotPath.Gateway.Reload;

/// <summary>
/// Tells when the content of files changes. Their directories are watched, which sees an editor's rename and the swap of the link by
/// which Kubernetes replaces all files of a ConfigMap or Secret at once; and they are looked at every <see cref="PollInterval"/> in case
/// nothing tells (a network file system, a link to somewhere else, no watches left). What decides is the content: a touch is no change.
/// </summary>
internal sealed class FileWatch : IDisposable
{
    /// <summary>How often files are looked at if nothing tells of a change.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long it must be quiet after a change before files are looked at: who writes one file may write the next.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Of a longer file, the beginning decides.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _marks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileSystemWatcher?> _directories = new(StringComparer.Ordinal);
    private readonly Action<IReadOnlyList<string>> _onChange;
    private readonly ITimer _poll;
    private readonly ITimer _quiet;
    private bool _isDisposed;

    /// <summary>Begins to watch nothing.</summary>
    /// <param name="onChange">Told of the files whose content changed, on a thread of the pool.</param>
    /// <param name="time">The clock.</param>
    public FileWatch(Action<IReadOnlyList<string>> onChange, TimeProvider time)
    {
        _onChange = onChange;
        _quiet = time.CreateTimer(static watch => ((FileWatch)watch!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _poll = time.CreateTimer(static watch => ((FileWatch)watch!).Check(), this, PollInterval, PollInterval);
    }

    /// <summary>Files that are watched.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _marks.Count;
            }
        }
    }

    /// <summary>Watches these files, too; those that are not there yet may come.</summary>
    public void Add(IEnumerable<string> files)
    {
        lock (_lock)
        {
            foreach (string file in files.Where(static file => file.Length > 0).Select(Path.GetFullPath))
            {
                if (!_isDisposed && _marks.TryAdd(file, MarkOf(file)))
                {
                    WatchDirectory(Path.GetDirectoryName(file)!);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _poll.Dispose();
            _quiet.Dispose();
            foreach (FileSystemWatcher? watcher in _directories.Values)
            {
                watcher?.Dispose();
            }
        }
    }

    /// <summary>Looks at every file now.</summary>
    internal void Check()
    {
        var changed = new List<string>();
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            foreach (string file in _marks.Keys.ToArray())
            {
                string mark = MarkOf(file);
                if (mark != _marks[file])
                {
                    _marks[file] = mark;
                    changed.Add(file);
                }
            }
        }

        if (changed.Count > 0)
        {
            _onChange(changed);
        }
    }

    /// <summary>Without a watch, for want of a directory or of watches, the poll does it alone.</summary>
    private void WatchDirectory(string directory)
    {
        if (_directories.ContainsKey(directory))
        {
            return;
        }

        _directories[directory] = null;
        try
        {
            var watcher = new FileSystemWatcher(directory)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, _) => OnEvent();
            watcher.Created += (_, _) => OnEvent();
            watcher.Deleted += (_, _) => OnEvent();
            watcher.Renamed += (_, _) => OnEvent();
            watcher.EnableRaisingEvents = true;
            _directories[directory] = watcher;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // The poll sees it, a little later.
        }
    }

    private void OnEvent() => _quiet.Change(QuietTime, Timeout.InfiniteTimeSpan);

    private static string MarkOf(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            byte[] content = new byte[(int)Math.Min(MaxBytes, Math.Max(stream.Length, 1))];
            int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return $"{stream.Length}:{Convert.ToHexString(SHA256.HashData(content.AsSpan(0, length)))}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return "none";
        }
    }
}
