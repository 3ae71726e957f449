using System.IO.MemoryMappedFiles;

namespace HotPath.Fuzz.Running;

/// <summary>
/// Keeps the input under way where it outlives the process: one that reads past its end dies without a word. A file of the kernel's, so
/// that
/// an input costs no system call. Also says when one takes too long.
/// <code>
///   0        4
///   ├────────┼─────────────────
///   │ length │ input
/// </code>
/// </summary>
internal sealed class FlightRecorder : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Timer _watch;
    private long _inputs;
    private long _seen = -1;

    /// <summary>Records into a file.</summary>
    /// <param name="path">The file; what it holds is replaced.</param>
    /// <param name="patience">How long one input may take.</param>
    /// <param name="onStuck">Told when one took longer; on another thread.</param>
    public FlightRecorder(string path, TimeSpan patience, Action onStuck)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, 4 + (2 * Mutator.MostBytes));
        _view = _file.CreateViewAccessor();
        _watch = new Timer(
            _ =>
            {
                long inputs = Interlocked.Read(ref _inputs);
                if (Interlocked.Exchange(ref _seen, inputs) == inputs)
                {
                    onStuck();
                }
            },
            null,
            patience,
            patience);
    }

    /// <summary>The input that is run next.</summary>
    public void Note(byte[] input)
    {
        Interlocked.Increment(ref _inputs);
        int length = Math.Min(input.Length, 2 * Mutator.MostBytes);
        _view.Write(0, length);
        _view.WriteArray(4, input, 0, length);
    }

    /// <summary>The input that was under way when a process recorded into this file.</summary>
    public static byte[] Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return file[4..(4 + BitConverter.ToInt32(file))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _view.Dispose();
        _file.Dispose();
    }
}
