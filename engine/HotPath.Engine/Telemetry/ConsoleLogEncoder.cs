using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// Writes an entry as the Collector's logger does with <c>encoding: console</c>:
/// <c>time TAB level [TAB name] TAB message [TAB {fields}]</c>, the process's own fields first. (It has no column for the calling source
/// line.)
/// </summary>
internal sealed class ConsoleLogEncoder : ILogEncoder
{
    private readonly IReadOnlyList<KeyValuePair<string, object?>> _processFields;

    /// <param name="processFields">Fields of every entry, which come first.</param>
    public ConsoleLogEncoder(IReadOnlyList<KeyValuePair<string, object?>> processFields) => _processFields = processFields;

    /// <inheritdoc/>
    public void Write(
        IBufferWriter<byte> into, DateTimeOffset time, LogLevel level, string name, string message, object? state, Exception? exception)
    {
        WriteTime(into, time);
        into.Write("\t"u8);
        into.Write(LogEntryFields.NameOf(level));
        if (name.Length > 0)
        {
            into.Write("\t"u8);
            WriteText(into, name);
        }

        into.Write("\t"u8);
        WriteText(into, message);
        KeyValuePair<string, object?>[] fields = [.. _processFields, .. LogEntryFields.Of(state), .. LogEntryFields.Of(exception)];
        if (fields.Length > 0)
        {
            into.Write("\t"u8);
            JsonText.WriteObject(into, fields);
        }

        if (exception?.StackTrace is { } stack)
        {
            into.Write("\n"u8);
            WriteText(into, stack);
        }

        into.Write("\n"u8);
    }

    /// <summary>ISO 8601 to the millisecond, with <c>Z</c> or <c>+0200</c>: zap's ISO8601 form, which has no colon in the offset.</summary>
    private static void WriteTime(IBufferWriter<byte> into, DateTimeOffset time)
    {
        Span<byte> room = into.GetSpan(40);
        time.TryFormat(room, out int written, "yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
        into.Advance(written);
        if (time.Offset == TimeSpan.Zero)
        {
            into.Write("Z"u8);
        }
        else
        {
            TimeSpan size = time.Offset.Duration();
            WriteText(into, $"{(time.Offset < TimeSpan.Zero ? '-' : '+')}{size.Hours:00}{size.Minutes:00}");
        }
    }

    private static void WriteText(IBufferWriter<byte> into, string text) => Encoding.UTF8.GetBytes(text, into);
}
