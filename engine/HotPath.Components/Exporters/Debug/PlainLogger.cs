using System.Buffers;
using System.Text;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Exporters.Debug;

/// <summary>
/// Writes entries without time and level, <c>message TAB {fields}</c>, to <c>output_paths</c>: what <c>use_internal_logger: false</c>
/// means.
/// </summary>
internal sealed class PlainLogger : IPacedLogger, IAsyncDisposable
{
    private readonly ConsoleLogQueue[] _outputs;

    internal PlainLogger(IEnumerable<Stream> streams, TimeProvider time) =>
        _outputs = [.. streams.Select(stream => new ConsoleLogQueue(stream, DroppedNotice, time))];

    /// <summary>Opens the outputs; files are created if need be, and appended to.</summary>
    /// <exception cref="IOException">One cannot be opened; the message names it.</exception>
    public static PlainLogger Open(IReadOnlyList<string> paths, TimeProvider time)
    {
        List<Stream> streams = [];
        try
        {
            foreach (string path in paths)
            {
                streams.Add(Open(path));
            }
        }
        catch
        {
            streams.ForEach(static stream => stream.Dispose());
            throw;
        }

        return new PlainLogger(streams, time);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && logLevel != LogLevel.None;

    public async ValueTask RoomAsync(CancellationToken cancel)
    {
        foreach (ConsoleLogQueue output in _outputs)
        {
            await output.RoomAsync(cancel);
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        byte[] entry = Encode(formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? []);
        foreach (ConsoleLogQueue output in _outputs)
        {
            output.TryAdd(entry);
        }
    }

    /// <summary>Writes what is waiting and closes the outputs, on a thread of its own since a stalled output makes it wait.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.Factory.StartNew(
            () => Array.ForEach(_outputs, static output => output.Dispose()),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private static Stream Open(string path)
    {
        try
        {
            return path switch
            {
                "stdout" => Console.OpenStandardOutput(),
                "stderr" => Console.OpenStandardError(),
                _ => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0),
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"output_paths: cannot open \"{path}\": {fault.Message} Name a file that this process may write.", fault);
        }
    }

    private static byte[] DroppedNotice(long entries) =>
        Encode("Entries were dropped because the output does not keep up", [KeyValuePair.Create<string, object?>("dropped", entries)]);

    private static byte[] Encode(string message, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        ArrayBufferWriter<byte> entry = new(message.Length + 64);
        Encoding.UTF8.GetBytes(message, entry);
        if (fields.Count > 0)
        {
            entry.Write("\t"u8);
            JsonText.WriteObject(entry, fields);
        }

        entry.Write("\n"u8);
        return entry.WrittenSpan.ToArray();
    }
}
