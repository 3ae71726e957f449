using System.Text;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Extensions.Shared;

/// <summary>
/// A small file whose content counts, and that is replaced while we run: a mounted Secret, say, which Kubernetes swaps by a symbolic link.
/// It is looked at by its path, so that it does not matter how it is replaced. A change counts when two looks agree on it: nobody sees a
/// file that is half written. What cannot be read, or makes no sense, leaves what was read before in force, and is logged once.
/// </summary>
internal sealed class WatchedFile : IDisposable
{
    /// <summary>How often it is looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The largest file that is read.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly Lock _lock = new();
    private readonly string _key;
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action<string> _use;
    private byte[] _used = [];
    private byte[]? _seen;
    private string? _fault;
    private ITimer? _timer;

    /// <summary>Names the file.</summary>
    /// <param name="key">The key's path that names it, for errors.</param>
    /// <param name="file">Its path.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of changes and of what is wrong; never of the content.</param>
    /// <param name="use">Takes the content. Throws <see cref="InvalidOperationException"/> without any of the content if it makes no
    /// sense.</param>
    public WatchedFile(string key, string file, TimeProvider time, ILogger log, Action<string> use)
    {
        _key = key;
        _file = file;
        _time = time;
        _log = log;
        _use = use;
    }

    /// <summary>Reads the file, and begins to look after it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read, or makes no sense.</exception>
    public void Start()
    {
        _used = Read();
        _use(Encoding.UTF8.GetString(_used));
        _timer = _time.CreateTimer(static file => ((WatchedFile)file!).Look(), this, Interval, Interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            byte[] now = Read();
            if (now.AsSpan().SequenceEqual(_used))
            {
                _seen = null;
                _fault = null;
            }
            else if (_seen is null || !now.AsSpan().SequenceEqual(_seen))
            {
                _seen = now;
            }
            else
            {
                _use(Encoding.UTF8.GetString(now));
                _used = now;
                _seen = null;
                _fault = null;
                _log.Info("A file of credentials was read again", ("key", _key), ("file", _file));
            }
        }
        catch (InvalidOperationException fault)
        {
            if (fault.Message != _fault)
            {
                _fault = fault.Message;
                _log.Error("A file of credentials could not be read again; what was read before stays in force", ("error", fault.Message));
            }
        }
        finally
        {
            _lock.Exit();
        }
    }

    private byte[] Read()
    {
        try
        {
            using FileStream stream = File.OpenRead(_file);
            // Files of the kernel say a length of 0, and any other may grow: only the byte that is missing behind the last tells its end.
            var bytes = new byte[Math.Min(stream.Length, MaxBytes) + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            while (length == bytes.Length && length <= MaxBytes)
            {
                Array.Resize(ref bytes, Math.Min((2 * length) + 1, MaxBytes + 1));
                length += stream.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
            }

            return length <= MaxBytes ? bytes[..length] : throw new InvalidOperationException(
                $"{_key} '{_file}': it is larger than {MaxBytes} bytes, and no file of credentials; name another");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{_key} '{_file}': {fault.Message}; it must be a file that we may read", fault);
        }
    }
}
