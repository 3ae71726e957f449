using HotPath.Components.Exporters.Shared;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// The delay that a backend asks for, out of <c>grpc-status-details-bin</c>: base64, with or without padding, of
/// <code>
///   google.rpc.Status      1 code   2 message   3 details: Any, repeated
///   google.protobuf.Any    1 type_url = …/google.rpc.RetryInfo   2 value
///   google.rpc.RetryInfo   1 retry_delay: Duration
///   Duration               1 seconds: int64   2 nanos: int32
/// </code>
/// The header's length is bounded by <see cref="GrpcChannel.MaxResponseHeadersKib"/>.
/// </summary>
internal static class RetryInfoReader
{
    /// <summary>The longest delay obeyed.</summary>
    internal static readonly TimeSpan MaxDelay = TimeSpan.FromHours(24);

    /// <summary>The delay; null if the header holds none, or is not what it should be.</summary>
    public static TimeSpan? Parse(string detailsBin)
    {
        // Several values of a -bin header come joined by commas; one status is all there should be.
        string text = detailsBin.Split(',', 2)[0].Trim().TrimEnd('=');
        text = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out int length) ? FromStatus(bytes.AsSpan(0, length)) : null;
    }

    private static TimeSpan? FromStatus(ReadOnlySpan<byte> message)
    {
        TimeSpan? delay = null;
        var status = new ProtoFields(message);
        while (status.Next())
        {
            if (status.Number == 3)
            {
                delay ??= FromAny(status.Bytes);
            }
        }

        return status.IsFaulty ? null : delay;
    }

    private static TimeSpan? FromAny(ReadOnlySpan<byte> message)
    {
        bool isRetryInfo = false;
        ReadOnlySpan<byte> value = default;
        var any = new ProtoFields(message);
        while (any.Next())
        {
            isRetryInfo = any.Number == 1 ? any.Bytes.EndsWith("/google.rpc.RetryInfo"u8) : isRetryInfo;
            value = any.Number == 2 ? any.Bytes : value;
        }

        return isRetryInfo && !any.IsFaulty ? FromRetryInfo(value) : null;
    }

    private static TimeSpan? FromRetryInfo(ReadOnlySpan<byte> message)
    {
        // RetryInfo without a delay is RetryInfo all the same: it says that trying again helps.
        TimeSpan delay = TimeSpan.Zero;
        var info = new ProtoFields(message);
        while (info.Next())
        {
            delay = info.Number == 1 ? FromDuration(info.Bytes) : delay;
        }

        return info.IsFaulty ? null : delay;
    }

    private static TimeSpan FromDuration(ReadOnlySpan<byte> message)
    {
        long seconds = 0;
        long nanoseconds = 0;
        var duration = new ProtoFields(message);
        while (duration.Next())
        {
            seconds = duration.Number == 1 ? (long)duration.Value : seconds;
            nanoseconds = duration.Number == 2 ? (int)duration.Value : nanoseconds;
        }

        double total = seconds + (nanoseconds / 1e9);
        return duration.IsFaulty || total <= 0 ? TimeSpan.Zero
            : total >= MaxDelay.TotalSeconds ? MaxDelay
            : TimeSpan.FromSeconds(total);
    }
}
