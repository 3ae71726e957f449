namespace HotPath.Engine.Pipeline;

/// <summary>The engine's decision on bytes that want in. Only hosts turn it into a status code.</summary>
/// <param name="Kind">The decision.</param>
/// <param name="RetryAfter">For <see cref="AdmissionKind.Throttled"/>: how long the sender should wait.</param>
/// <param name="LimitBytes">For <see cref="AdmissionKind.TooLarge"/>: the largest request taken, in bytes.</param>
/// <param name="Reason">
/// For <see cref="AdmissionKind.Throttled"/>: what it is counted under, one of <see cref="RefuseReason"/>; null for
/// <see cref="RefuseReason.Memory"/>.
/// </param>
public readonly record struct Admission(AdmissionKind Kind, TimeSpan RetryAfter, long LimitBytes, string? Reason = null)
{
    /// <summary>There is room.</summary>
    public static Admission Admitted => default;

    /// <summary>No room now.</summary>
    public static Admission Throttled(TimeSpan retryAfter, string? reason = null) => new(AdmissionKind.Throttled, retryAfter, 0, reason);

    /// <summary>Never any room for this size.</summary>
    public static Admission TooLarge(long limitBytes) => new(AdmissionKind.TooLarge, TimeSpan.Zero, limitBytes);
}
