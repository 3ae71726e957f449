using System.Collections;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// A log line as the Collector writes one: a fixed message and named fields, kept apart so that each encoding can print both.
/// </summary>
/// <param name="Message">The fixed text that scripts search for.</param>
/// <param name="Fields">Names and values.</param>
public sealed record LogFields(
    string Message, IReadOnlyList<KeyValuePair<string, object?>> Fields) : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <inheritdoc/>
    public int Count => Fields.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => Fields[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Fields.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => Fields.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => Message;
}
