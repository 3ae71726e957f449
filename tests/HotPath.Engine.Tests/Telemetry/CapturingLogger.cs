using System.Buffers;
using System.Text;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Tests.Telemetry;

/// <summary>Keeps entries as <c>message {fields}</c>.</summary>
internal sealed class CapturingLogger : ILogger
{
    public List<string> Entries { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArrayBufferWriter<byte> fields = new();
        JsonText.WriteObject(fields, (IEnumerable<KeyValuePair<string, object?>>)state!);
        Entries.Add($"{formatter(state, exception)} {Encoding.UTF8.GetString(fields.WrittenSpan)}");
    }
}
