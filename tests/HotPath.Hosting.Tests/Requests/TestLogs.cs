using System.Collections.Concurrent;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>
/// Keeps what was logged, one line an event. What Kestrel says of a machine that stalls is left out: it is true, and not of the code.
/// </summary>
internal sealed class TestLogs : ILoggerFactory, ILogger
{
    /// <summary>"the heartbeat has been running for …": Kestrel's timer thread was kept from running for a second.</summary>
    private const string MachineStalls = "HeartbeatSlow";

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name != MachineStalls)
        {
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}{FieldsOf(state)}");
        }
    }

    private static string FieldsOf<TState>(TState state) => state is LogFields line
        ? string.Concat(line.Fields.Select(static field => $" {field.Key}={field.Value};"))
        : "";

    public void Dispose()
    {
    }
}
