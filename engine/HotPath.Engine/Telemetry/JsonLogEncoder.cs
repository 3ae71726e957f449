using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// Writes an entry as the Collector's logger does with <c>encoding: json</c> (zap's production encoder): one object a line, without spaces,
/// its keys <c>level</c>, <c>ts</c> (seconds since 1970), <c>logger</c> if named, <c>msg</c>, then fields, the process's own first. (It has
/// no <c>caller</c>.)
/// </summary>
internal sealed class JsonLogEncoder(IReadOnlyList<KeyValuePair<string, object?>> processFields) : ILogEncoder
{
    /// <inheritdoc/>
    public void Write(
        IBufferWriter<byte> into, DateTimeOffset time, LogLevel level, string name, string message, object? state, Exception? exception)
    {
        List<KeyValuePair<string, object?>> fields =
        [
            KeyValuePair.Create<string, object?>("level", Encoding.UTF8.GetString(LogEntryFields.NameOf(level))),
            KeyValuePair.Create<string, object?>("ts", (time - DateTimeOffset.UnixEpoch).TotalSeconds),
        ];
        if (name.Length > 0)
        {
            fields.Add(KeyValuePair.Create<string, object?>("logger", name));
        }

        fields.Add(KeyValuePair.Create<string, object?>("msg", message));
        fields.AddRange(processFields);
        fields.AddRange(LogEntryFields.Of(state));
        fields.AddRange(LogEntryFields.Of(exception));
        if (exception?.StackTrace is { } stack)
        {
            fields.Add(KeyValuePair.Create<string, object?>("stacktrace", stack));
        }

        JsonText.WriteObject(into, fields, spaced: false);
        into.Write("\n"u8);
    }
}
