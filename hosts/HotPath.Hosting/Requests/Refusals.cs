using HotPath.Core.Compression;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Requests;

/// <summary>The refusals that every protocol knows, in grpc-go's status codes.</summary>
internal static class Refusals
{
    /// <summary>What a sender is told to wait while too many others' credentials are being checked.</summary>
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(1);

    /// <summary>Broken framing.</summary>
    public static Refusal Framing(string message) => new(new RpcStatus(RpcCode.Internal, message), RefuseReason.BadFraming);

    /// <summary>Broken compression.</summary>
    public static Refusal Encoding(string message) => new(new RpcStatus(RpcCode.Internal, message), RefuseReason.BadEncoding);

    /// <summary>A compression that this machine lacks the library for.</summary>
    public static Refusal Missing(Codec codec) => new(
        new RpcStatus(RpcCode.Unimplemented, $"the gateway cannot decompress {codec.Name}: {codec.Missing}"), RefuseReason.BadEncoding);

    /// <summary>A request whose deadline passed before the engine had it.</summary>
    public static Refusal PastDeadline() => new(
        new RpcStatus(RpcCode.DeadlineExceeded, "the request's deadline passed before it was read"), RefuseReason.Deadline);

    /// <summary>A sender that the server's authenticator did not accept: for good, or because too many wait to be checked.</summary>
    public static Refusal Unauthenticated(in AuthVerdict verdict) => new(
        verdict.Decision == AuthDecision.Busy
            ? new RpcStatus(RpcCode.Unavailable, verdict.Message, BusyDelay)
            : new RpcStatus(RpcCode.Unauthenticated, verdict.Message),
        RefuseReason.Unauthenticated);

    /// <summary>More metadata than one request may bring; the limit was passed at this key.</summary>
    public static Refusal TooMuchMetadata(string key) => new(
        new RpcStatus(
            RpcCode.InvalidArgument,
            $"too much metadata: the values of the headers that this gateway reads are more than {MetadataDraft.MaxValues}, "
            + $"or longer than {MetadataDraft.MaxBytes} bytes together, at \"{key}\"; send fewer or shorter ones"),
        RefuseReason.Metadata);

    /// <summary>A body that came too slowly.</summary>
    public static Refusal TooSlow(HostLimits limits) => new(
        new RpcStatus(
            RpcCode.Unavailable,
            $"the request's body came slower than {limits.MinBodyBytesPerSecond} bytes a second "
            + $"over {limits.BodyRateWindow.TotalSeconds} s"),
        RefuseReason.TooSlow);
}
