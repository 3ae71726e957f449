using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>A logger that puts fixed fields before those of each entry.</summary>
internal sealed class FieldsLogger : IPacedLogger
{
    private readonly ILogger _inner;
    private readonly KeyValuePair<string, object?>[] _fields;

    public FieldsLogger(ILogger inner, KeyValuePair<string, object?>[] fields)
    {
        _inner = inner;
        _fields = fields;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => _inner.IsEnabled(logLevel);

    public ValueTask RoomAsync(CancellationToken cancel) =>
        _inner is IPacedLogger paced ? paced.RoomAsync(cancel) : ValueTask.CompletedTask;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            IEnumerable<KeyValuePair<string, object?>> own = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            LogFields all = new(formatter(state, exception), [.. _fields, .. own]);
            _inner.Log(logLevel, eventId, all, exception, static (fields, _) => fields.Message);
        }
    }
}
