using HotPath.Core;
using HotPath.Engine.Config;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>A logger that adds to every line which component wrote it, under the Collector's field names.</summary>
internal sealed class ComponentLogger : ILogger
{
    private readonly ILogger _inner;
    private readonly KeyValuePair<string, object?>[] _component;

    public ComponentLogger(ILogger inner, ComponentId id, string kind, Signal signal)
    {
        _inner = inner;
        _component =
        [
            KeyValuePair.Create<string, object?>("otelcol.component.id", id.ToString()),
            KeyValuePair.Create<string, object?>("otelcol.component.kind", kind),
            KeyValuePair.Create<string, object?>("otelcol.signal", SignalNames.Of(signal)),
        ];
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => _inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var line = state as LogFields ?? new LogFields(formatter(state, exception), []);
        var fields = new LogFields(line.Message, [.. _component, .. line.Fields]);
        _inner.Log(logLevel, eventId, fields, exception, static (l, _) => l.Message);
    }
}
