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
internal sealed class ConsoleLogEncoder
{
    // Logging frameworks hand their templates on under this name.
    private const string TemplateField = "{OriginalFormat}";

    private readonly KeyValuePair<string, object?>[] _processFields;

    /// <param name="resource">What identifies the process; shown as the field <c>resource</c>. Empty: no such field.</param>
    public ConsoleLogEncoder(IReadOnlyList<KeyValuePair<string, object?>> resource) =>
        _processFields = resource.Count == 0 ? [] : [KeyValuePair.Create<string, object?>("resource", resource)];

    /// <summary>Appends one entry, line feed included.</summary>
    public void Write(
        IBufferWriter<byte> into, DateTimeOffset time, LogLevel level, string name, string message, object? state, Exception? exception)
    {
        WriteTime(into, time);
        into.Write("\t"u8);
        into.Write(NameOf(level));
        if (name.Length > 0)
        {
            into.Write("\t"u8);
            WriteText(into, name);
        }

        into.Write("\t"u8);
        WriteText(into, message);
        KeyValuePair<string, object?>[] fields = [.. _processFields, .. FieldsOf(state), .. FieldsOf(exception)];
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

    private static IEnumerable<KeyValuePair<string, object?>> FieldsOf(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> fields ? fields.Where(field => field.Key != TemplateField) : [];

    private static IEnumerable<KeyValuePair<string, object?>> FieldsOf(Exception? exception) =>
        exception is null ? [] : [KeyValuePair.Create<string, object?>("error", $"{exception.GetType().Name}: {exception.Message}")];

    private static ReadOnlySpan<byte> NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug"u8,
        LogLevel.Information => "info"u8,
        LogLevel.Warning => "warn"u8,
        LogLevel.Error => "error"u8,
        _ => "fatal"u8,
    };

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
