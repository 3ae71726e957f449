using System.Buffers;
using HotPath.Engine.Plan;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// The process's own log, in the Collector's console or JSON encoding. Entries are encoded by whoever logs and written by a
/// thread of their own (<see cref="ConsoleLogQueue"/>). Thread-safe. Dispose it last: that writes what is still waiting. It is a factory
/// too, since loggers that come straight from it are <see cref="IPacedLogger"/>s, and those of a framework's factory are not.
/// </summary>
public sealed class ConsoleLogProvider : ILoggerProvider, ILoggerFactory
{
    // Categories of this code say nothing that the fields do not.
    private const string OwnPrefix = "HotPath";

    /// <summary>Opens a log.</summary>
    /// <param name="stream">Where it is written, standard error as a rule; the provider's to dispose.</param>
    /// <param name="minLevel">Entries below are not written.</param>
    /// <param name="resource">What identifies the process (<c>service.name</c>, …); shown in every entry's field <c>resource</c>.</param>
    /// <param name="time">The clock, and the time zone entries are shown in.</param>
    /// <param name="initialFields"><c>initial_fields</c>: shown before the resource. None if null.</param>
    /// <param name="json">True for <c>encoding: json</c>.</param>
    public ConsoleLogProvider(
        Stream stream,
        LogLevel minLevel,
        IReadOnlyList<KeyValuePair<string, object?>> resource,
        TimeProvider time,
        IReadOnlyList<KeyValuePair<string, object?>>? initialFields = null,
        bool json = false)
    {
        MinLevel = minLevel;
        Time = time;
        List<KeyValuePair<string, object?>> own = [.. initialFields ?? []];
        if (resource.Count > 0)
        {
            own.Add(KeyValuePair.Create<string, object?>("resource", resource));
        }

        Encoder = json ? new JsonLogEncoder(own) : new ConsoleLogEncoder(own);
        Queue = new ConsoleLogQueue(stream, DroppedNotice, time);
    }

    /// <summary>Entries below this level are not written. May change at any time, as a reloaded configuration does.</summary>
    public LogLevel MinLevel { get; set; }

    /// <summary>Which of many equal entries are written; all if null. Set it before anything is logged.</summary>
    public LogSamplingPlan? Sampling
    {
        init => Sampler = value is null ? null : new LogSampler(value, Time);
    }

    internal LogSampler? Sampler { get; private init; }

    internal TimeProvider Time { get; }

    internal ILogEncoder Encoder { get; }

    internal ConsoleLogQueue Queue { get; }

    /// <summary>
    /// A logger. Of categories other than this code's own, which they are named after, only warnings and errors are written.
    /// </summary>
    public ILogger CreateLogger(string categoryName)
    {
        bool isOwn = categoryName.Length == 0 || categoryName.StartsWith(OwnPrefix, StringComparison.Ordinal);
        return isOwn ? new ConsoleLogger(this, "", LogLevel.Trace) : new ConsoleLogger(this, categoryName, LogLevel.Warning);
    }

    /// <summary>Not supported: this log has one output.</summary>
    void ILoggerFactory.AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("The console log takes no further providers.");

    /// <summary>
    /// Waits until everything logged so far is written; false if the stream does not take it. Call it before a process ends abruptly.
    /// </summary>
    public bool Flush(TimeSpan patience) => Queue.Flush(patience);

    /// <inheritdoc/>
    public void Dispose() => Queue.Dispose();

    private byte[] DroppedNotice(long entries)
    {
        ArrayBufferWriter<byte> entry = new();
        Encoder.Write(
            entry,
            Time.GetLocalNow(),
            LogLevel.Warning,
            "",
            "Log entries were dropped because the log's output does not keep up",
            new[] { KeyValuePair.Create<string, object?>("dropped", entries) },
            null);
        return entry.WrittenSpan.ToArray();
    }
}
