namespace HotPath.Hosting.Grpc;

/// <summary>The reasons under which requests are counted that ended before the engine had them. Constants, so that metrics and docs can list them.</summary>
public static class RefusalReason
{
    /// <summary>Over <c>max_recv_msg_size_mib</c>, or over what one request may take of the budget.</summary>
    public const string TooLarge = "too_large";

    /// <summary>A gate or the budget had no room.</summary>
    public const string Memory = "memory";

    /// <summary>An encoding other than identity and gzip, or bytes that are not gzip.</summary>
    public const string BadEncoding = "bad_encoding";

    /// <summary>Not one whole gRPC message: a bad flag, a truncated body, a second message.</summary>
    public const string BadFraming = "bad_framing";

    /// <summary>The sender's deadline passed before its body was there.</summary>
    public const string Deadline = "deadline";

    /// <summary>The body came slower than the minimum rate.</summary>
    public const string TooSlow = "too_slow";

    /// <summary>The sender reset the stream, or the connection ended.</summary>
    public const string Aborted = "aborted";

    /// <summary>A fault of ours; the log has it.</summary>
    public const string InternalError = "internal_error";
}
