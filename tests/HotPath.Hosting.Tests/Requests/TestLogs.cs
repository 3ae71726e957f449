using System.Collections.Concurrent;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>Keeps what was logged, one line an event.</summary>
internal sealed class TestLogs : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}{FieldsOf(state)}");

    private static string FieldsOf<TState>(TState state) => state is LogFields line
        ? string.Concat(line.Fields.Select(static field => $" {field.Key}={field.Value};"))
        : "";

    public void Dispose()
    {
    }
}
