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
    public static WalkResult Check(Signal signal, ReadOnlySpan<byte> request, Validation validation = Validation.Full) =>
        CheckWithIds(signal, request, validation, out _);

    /// <summary>As <see cref="Check"/>; of a request of spans it says, too, whether their ids need no search.</summary>
    /// <param name="signal">Which request message the bytes are.</param>
    /// <param name="request">The message, without any prefix of the transport.</param>
    /// <param name="validation">How much is checked.</param>
    /// <param name="hasPlainIds">
    /// True if each span holds one trace id, counting its links', and none a trace state: a span that begins with its trace id has no
    /// other, of which the last would count. Only under <see cref="Validation.Full"/>; the others do not look.
    /// </param>
    /// <returns>The counts, or the first fault.</returns>
    public static unsafe WalkResult CheckWithIds(Signal signal, ReadOnlySpan<byte> request, Validation validation, out bool hasPlainIds)
    {
        fixed (byte* start = request)
        fixed (FieldKind* rows = OtlpSchema.RowsOf(validation))
        {
            var walker = new OtlpWalker(start, request.Length, rows);
            WalkResult result = walker.Run(signal);
            hasPlainIds = validation == Validation.Full && result.Fault == WireFault.None && walker.HasPlainIds;
            return result;
        }
    }
}
