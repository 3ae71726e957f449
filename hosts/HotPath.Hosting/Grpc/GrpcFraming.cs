using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>What a unary call's body may not be, in one place for both transports; the words are grpc-go's where it has some.</summary>
internal static class GrpcFraming
{
    /// <summary>Refuses a message for what its prefix says; null if it may come.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="encoding">What <c>grpc-encoding</c> names.</param>
    /// <param name="limit">How large it may be.</param>
    public static Refusal? Judge(in GrpcPrefix prefix, GrpcEncoding encoding, in MessageLimit limit)
    {
        if (prefix.Flag > 1)
        {
            return Refusals.Framing($"received unexpected payload format {prefix.Flag}: a gRPC message begins with 0 or 1");
        }

        return prefix.Flag == 1 && encoding == GrpcEncoding.Identity
            ? Refusals.Encoding("compressed flag set with identity or empty encoding: send grpc-encoding along")
            : limit.Refuse(prefix.Length);
    }

    /// <summary>Refuses what follows the message.</summary>
    public static Refusal Excess(long bytes, in GrpcPrefix prefix) => Refusals.Framing(
        $"{bytes} bytes follow the message of {prefix.Length} bytes: Export takes one request message for each call");

    /// <summary>Refuses a body that ended early.</summary>
    /// <param name="prefix">The prefix; null if it did not come whole.</param>
    /// <param name="received">Bytes of the message, or without a prefix of the body.</param>
    public static Refusal Truncated(in GrpcPrefix? prefix, long received) => Refusals.Framing(
        prefix is { } whole ? $"unexpected end of the body: {received} of {whole.Length} bytes of the message arrived"
        : received > 0 ? $"unexpected end of the body inside the {GrpcPrefix.Size} bytes before the message"
        : "received no request message");
}
