namespace HotPath.LoadTests.Friday;

/// <summary>
/// The delay in a refusal's <c>grpc-status-details-bin</c>:
/// <code>
///   google.rpc.Status     3: details, each an Any { 1: type_url, 2: value }
///     google.rpc.RetryInfo  1: retry_delay, a Duration { 1: seconds, 2: nanos }
/// </code>
/// </summary>
internal static class RetryDelay
{
    private const int NanosecondsPerTick = 100;

    /// <summary>Reads the header's base64; null if there is no RetryInfo.</summary>
    public static TimeSpan? Read(string header)
    {
        string text = header.TrimEnd('=');
        ReadOnlySpan<byte> status = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        while (Next(ref status, out int number, out ReadOnlySpan<byte> detail, out _))
        {
            if (number == 3 && Value(detail, 1, out _).EndsWith("google.rpc.RetryInfo"u8))
            {
                ReadOnlySpan<byte> duration = Value(Value(detail, 2, out _), 1, out _);
                Value(duration, 1, out ulong seconds);
                Value(duration, 2, out ulong nanoseconds);
                return TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks((long)nanoseconds / NanosecondsPerTick);
            }
        }

        return null;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> message, int wanted, out ulong number)
    {
        while (Next(ref message, out int field, out ReadOnlySpan<byte> value, out number))
        {
            if (field == wanted)
            {
                return value;
            }
        }

        number = 0;
        return [];
    }

    /// <summary>The next field, a varint or delimited; the details of a refusal hold nothing else.</summary>
    private static bool Next(scoped ref ReadOnlySpan<byte> message, out int field, out ReadOnlySpan<byte> value, out ulong number)
    {
        field = 0;
        value = [];
        number = 0;
        if (message.IsEmpty)
        {
            return false;
        }

        ulong tag = Varint(ref message);
        field = (int)(tag >> 3);
        number = Varint(ref message);
        if ((tag & 7) == 2)
        {
            value = message[..(int)number];
            message = message[(int)number..];
        }

        return true;
    }

    private static ulong Varint(scoped ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
