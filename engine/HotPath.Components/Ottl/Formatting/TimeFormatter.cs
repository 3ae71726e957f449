using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>Writes times by a <see cref="TimeFormat"/>, in English.</summary>
internal static class TimeFormatter
{
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <summary>The months' full names; their first three letters are the short ones.</summary>
    public static IReadOnlyList<string> MonthNames => Months;

    /// <summary>The days' full names, from Sunday.</summary>
    public static IReadOnlyList<string> DayNames => Days;

    /// <summary>Appends a time.</summary>
    public static void Append(WireBuilder into, TimeToken[] format, in OttlValue time)
    {
        DateTime civil = GoTime.CivilOf(time);
        foreach (TimeToken token in format)
        {
            Append(into, token, civil, time);
        }
    }

    private static void Append(WireBuilder into, in TimeToken token, DateTime civil, in OttlValue time)
    {
        switch (token.Kind)
        {
            case '\'':
                GoTime.AppendText(into, token.Text);
                break;
            case 'Y' or 'N':
                GoTime.AppendNumber(into, civil.Year, 4);
                break;
            case 'y':
                GoTime.AppendNumber(into, civil.Year % 100, 2);
                break;
            case 'm':
                GoTime.AppendNumber(into, civil.Month, 2);
                break;
            case 'q':
                GoTime.AppendNumber(into, civil.Month, 1);
                break;
            case 'b' or 'h':
                GoTime.AppendText(into, Months[civil.Month - 1][..3]);
                break;
            case 'B':
                GoTime.AppendText(into, Months[civil.Month - 1]);
                break;
            case 'd':
                GoTime.AppendNumber(into, civil.Day, 2);
                break;
            case 'e':
                GoTime.AppendText(into, civil.Day < 10 ? " " : "");
                GoTime.AppendNumber(into, civil.Day, 1);
                break;
            case 'g':
                GoTime.AppendNumber(into, civil.Day, 1);
                break;
            case 'a':
                GoTime.AppendText(into, Days[(int)civil.DayOfWeek][..3]);
                break;
            case 'A':
                GoTime.AppendText(into, Days[(int)civil.DayOfWeek]);
                break;
            default:
                AppendClock(into, token, civil, time);
                break;
        }
    }

    private static void AppendClock(WireBuilder into, in TimeToken token, DateTime civil, in OttlValue time)
    {
        switch (token.Kind)
        {
            case 'H':
                GoTime.AppendNumber(into, civil.Hour, 2);
                break;
            case 'I' or 'l':
                GoTime.AppendNumber(into, civil.Hour % 12 == 0 ? 12 : civil.Hour % 12, token.Kind == 'I' ? 2 : 1);
                break;
            case 'p':
                GoTime.AppendText(into, civil.Hour < 12 ? "AM" : "PM");
                break;
            case 'P':
                GoTime.AppendText(into, civil.Hour < 12 ? "am" : "pm");
                break;
            case 'M':
                GoTime.AppendNumber(into, civil.Minute, 2);
                break;
            case 'S':
                GoTime.AppendNumber(into, civil.Second, 2);
                break;
            case 'L' or 'f' or 's':
                int digits = token.Kind switch { 'L' => 3, 'f' => 6, _ => 9 };
                GoTime.AppendFraction(into, GoTime.NanosecondOf(time), digits, (byte)token.Text[0]);
                break;
            case 'Z':
                GoTime.AppendZone(into, time.UtcOffset);
                break;
            case 'z' when time.UtcOffset == 0:
                GoTime.AppendText(into, "Z");
                break;
            case 'z' or 'w' or 'j' or 'k' or 'i':
                string separator = token.Kind is 'j' or 'k' ? ":" : "";
                GoTime.AppendOffset(into, time.UtcOffset, separator, seconds: token.Kind is 'w' or 'k', minutes: token.Kind != 'i');
                break;
        }
    }
}
