using System.Globalization;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Reads <c>grpc-timeout</c> (grpc/doc/PROTOCOL-HTTP2.md): one to eight digits and a unit.
/// <code>
///   grpc-timeout: 1500m
///                 ^^^^ value, at most 8 digits
///                     ^ H hours, M minutes, S seconds, m milliseconds, u microseconds, n nanoseconds
/// </code>
/// </summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const int NanosecondsPerTick = 100;

    /// <summary>Reads a timeout; false if it is not one. Nanoseconds are rounded up to .NET's ticks of 100 ns.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length < 2 || text.Length > MaxDigits + 1
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            return false;
        }

        long ticks = text[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => (value + NanosecondsPerTick - 1) / NanosecondsPerTick,
            _ => -1,
        };
        timeout = new TimeSpan(ticks);
        return ticks >= 0;
    }
}
