namespace HotPath.Hosting.Admin;

/// <summary>When the gateway became ready, by the wall and by the clock that never jumps.</summary>
/// <param name="Time">The wall's time.</param>
/// <param name="Timestamp">A timestamp of the gateway's clock.</param>
public sealed record UpSince(DateTimeOffset Time, long Timestamp);
