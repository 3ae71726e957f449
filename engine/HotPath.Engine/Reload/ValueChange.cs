namespace HotPath.Engine.Reload;

/// <summary>One value that differs between two configurations.</summary>
/// <param name="Path">Its key's path inside its part: <c>sending_queue::queue_size</c>.</param>
/// <param name="Shown">The change as the log shows it, without secrets: <c>sending_queue::queue_size 100 → 200</c>.</param>
public sealed record ValueChange(string Path, string Shown)
{
    /// <summary>True if it is the value of this key, or lies below it.</summary>
    public bool IsAt(string key) =>
        Path.StartsWith(key, StringComparison.Ordinal)
        && (Path.Length == key.Length || Path[key.Length] is ':' or '[');
}
