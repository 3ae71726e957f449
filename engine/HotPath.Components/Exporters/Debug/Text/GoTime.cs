using System.Globalization;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Writes OTLP's timestamps as Go prints a time in UTC: <c>2023-11-14 22:13:20.0010005 +0000 UTC</c>.</summary>
internal static class GoTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <param name="into">Where to.</param>
    /// <param name="unixNanoseconds">OTLP's fixed64. Read as signed, as Go's time is: what is above 2⁶³ lies before 1970.</param>
    public static TextBuffer AddTime(this TextBuffer into, ulong unixNanoseconds)
    {
        long nanoseconds = (long)unixNanoseconds;
        long seconds = Math.DivRem(nanoseconds, NanosecondsPerSecond, out long fraction);
        if (fraction < 0)
        {
            seconds--;
            fraction += NanosecondsPerSecond;
        }

        Span<byte> room = into.GetSpan(32);
        DateTime.UnixEpoch.AddSeconds(seconds).TryFormat(room, out int written, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        into.Advance(written);
        return AddFraction(into, fraction).Add(" +0000 UTC"u8);
    }

    private static TextBuffer AddFraction(TextBuffer into, long nanoseconds)
    {
        if (nanoseconds == 0)
        {
            return into;
        }

        Span<byte> digits = stackalloc byte[9];
        nanoseconds.TryFormat(digits, out _, "D9", CultureInfo.InvariantCulture);
        return into.Add("."u8).Add(digits.TrimEnd((byte)'0'));
    }
}
