using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>The fields of an entry, and the names of levels, the same in every encoding.</summary>
internal static class LogEntryFields
{
    // Logging frameworks hand their templates on under this name.
    private const string TemplateField = "{OriginalFormat}";

    /// <summary>The fields that whoever logged gave.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Of(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> fields ? fields.Where(static field => field.Key != TemplateField) : [];

    /// <summary>The field <c>error</c>.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Of(Exception? exception) =>
        exception is null ? [] : [KeyValuePair.Create<string, object?>("error", $"{exception.GetType().Name}: {exception.Message}")];

    /// <summary>A level's name in the log.</summary>
    public static ReadOnlySpan<byte> NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug"u8,
        LogLevel.Information => "info"u8,
        LogLevel.Warning => "warn"u8,
        LogLevel.Error => "error"u8,
        _ => "fatal"u8,
    };
}
