namespace HotPath.Core.Wire;

/// <summary>The full check of an OTLP export request before it is acknowledged, so that one sender's garbage never poisons a batch of
/// others.</summary>
public static class OtlpWalk
{
    /// <summary>
    /// Walks one export request to full depth, checking and counting. Never throws, never allocates, never reads outside.
    /// On structure its verdict is that of Google.Protobuf for C#; it is stricter on three things, which proto3 or OTLP demands: strings
    /// that are not UTF-8, ids of a wrong length, and tags that do not fit 32 bits (which Google.Protobuf cuts off).
    /// </summary>
    /// <param name="signal">Which request message the bytes are.</param>
    /// <param name="request">The message, without any prefix of the transport.</param>
    /// <param name="validation">How much is checked; the counts of a good request do not depend on it.</param>
    /// <returns>The counts, or the first fault and the offset of the innermost field it lies in (then the counts say how far the walk
    /// came).</returns>
    public static unsafe WalkResult Check(Signal signal, ReadOnlySpan<byte> request, Validation validation = Validation.Full)
    {
        fixed (byte* start = request)
        fixed (FieldKind* rows = OtlpSchema.RowsOf(validation))
        {
            var walker = new OtlpWalker(start, request.Length, rows);
            return walker.Run(signal);
        }
    }
}
