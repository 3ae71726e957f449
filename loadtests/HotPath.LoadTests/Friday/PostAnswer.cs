namespace HotPath.LoadTests.Friday;

/// <summary>What a call came to.</summary>
/// <param name="Status">grpc-status; UNAVAILABLE if there was no answer.</param>
/// <param name="Delay">Its RetryInfo's delay, if it has one.</param>
/// <param name="CameFromTheGateway">False: the connection was refused, or it broke.</param>
internal readonly record struct PostAnswer(int Status, TimeSpan? Delay, bool CameFromTheGateway)
{
    /// <summary>No answer came.</summary>
    public static PostAnswer None { get; } = new(14, Delay: null, CameFromTheGateway: false);

    /// <summary>
    /// Whether OTLP lets a client send it again: CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS, and
    /// RESOURCE_EXHAUSTED with a delay.
    /// </summary>
    public bool MayBeRepeated => Status is 1 or 4 or 10 or 11 or 14 or 15 || (Status == 8 && Delay is not null);
}
