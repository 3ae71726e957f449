using System.Globalization;
using System.Text;

namespace HotPath.Engine.Queue;

/// <summary>Writes durations as Go does (<c>1h2m3.5s</c>, <c>200ms</c>, <c>0s</c>), since that is how Collector users read them in logs.</summary>
internal static class GoDuration
{
    /// <summary>Formats a duration.</summary>
    public static string Format(TimeSpan duration)
    {
        TimeSpan size = duration.Duration();
        string sign = duration < TimeSpan.Zero ? "-" : "";
        if (size == TimeSpan.Zero)
        {
            return "0s";
        }

        if (size < TimeSpan.FromMilliseconds(1))
        {
            return $"{sign}{Digits(size.TotalMicroseconds)}µs";
        }

        if (size < TimeSpan.FromSeconds(1))
        {
            return $"{sign}{Digits(size.TotalMilliseconds)}ms";
        }

        var text = new StringBuilder(sign);
        if (size >= TimeSpan.FromHours(1))
        {
            text.Append(CultureInfo.InvariantCulture, $"{(long)size.TotalHours}h");
        }

        if (size >= TimeSpan.FromMinutes(1))
        {
            text.Append(CultureInfo.InvariantCulture, $"{size.Minutes}m");
        }

        return text.Append(Digits(size.Seconds + (size.Ticks % TimeSpan.TicksPerSecond / (double)TimeSpan.TicksPerSecond))).Append('s').ToString();
    }

    private static string Digits(double value) => value.ToString("0.#######", CultureInfo.InvariantCulture);
}
