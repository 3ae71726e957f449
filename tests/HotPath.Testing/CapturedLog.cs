using System.Collections.Concurrent;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Testing;

/// <summary>A logger that keeps its lines for a test to look at. Thread-safe.</summary>
public sealed class CapturedLog : ILogger
{
    private readonly ConcurrentQueue<CapturedLine> _lines = new();

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<CapturedLine> Lines => [.. _lines];

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        IReadOnlyList<KeyValuePair<string, object?>> fields = state is LogFields line ? line.Fields : [];
        _lines.Enqueue(new CapturedLine(logLevel, formatter(state, exception), fields.ToDictionary()));
    }
}
