using System.Globalization;
using System.Text;

namespace HotPath.LoadTests.Friday;

/// <summary>Draws a view as text: one screen of a terminal, 24 lines or a few more, 100 columns.</summary>
internal static class FridayScreen
{
    private const int BarCells = 32;
    private const int Headlines = 8;

    public static string Draw(FridayView view)
    {
        var text = new StringBuilder();
        Line(text, $"A bad Friday   {Clock(view.Elapsed)} of {Clock(view.Day)}{(view.IsOver ? ", over" : "")}");
        text.Append('\n');
        foreach (string headline in view.IsOver ? view.Headlines : view.Headlines.TakeLast(Headlines))
        {
            Line(text, $"  {headline}");
        }

        text.Append("\nresident memory                                    now     peak    limit   restarts\n");
        foreach (TierView tier in view.Tiers)
        {
            FormattableString memory = $"{Bar(tier)} {tier.ResidentMebibytes,6:0} MiB {tier.PeakMebibytes,6:0} {tier.LimitMebibytes,8}";
            Line(text, $"  {tier.Name,-8} {memory.ToString(CultureInfo.InvariantCulture)} {tier.Restarts,10}");
        }

        text.Append("\napplications sending to   items/s  waiting  refusals  asked to wait                 not made\n");
        foreach (SenderView sender in view.Senders)
        {
            FormattableString counts = $"{sender.ItemsPerSecond,8:#,0} {sender.Waiting,8:#,0} {sender.Refusals,9:#,0}";
            Line(text, $"  {sender.Name,-22} {counts.ToString(CultureInfo.InvariantCulture)}  {Delays(sender),-28} {sender.NotMade,9:#,0}");
        }

        text.Append("\nalert rules see\n");
        string[] alerts = view.Alerts is null ? ["nothing: the scraper is away"] : view.Alerts.Count == 0 ? ["nothing"] : [.. view.Alerts];
        foreach (string alert in alerts)
        {
            Line(text, $"  {alert}");
        }

        Line(text, $"\nledger      acknowledged       delivered      duplicates  {(view.IsOver ? "         lost" : "on their way")}");
        TallyCounts items = view.Items;
        Line(text, $"  items   {items.Acknowledged,14:#,0}  {items.Delivered,14:#,0}  {items.Duplicates,14:#,0}  {items.Missing,12:#,0}");
        return text.ToString();
    }

    private static string Bar(TierView tier)
    {
        int cells = (int)Math.Clamp(tier.ResidentMebibytes * BarCells / tier.LimitMebibytes, 0, BarCells);
        return new string('█', cells) + new string('·', BarCells - cells);
    }

    private static string Delays(SenderView sender)
    {
        string named = sender.Delays is not { } delays
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{delays.Shortest.TotalSeconds:0.0} to {delays.Longest.TotalSeconds:0.0} s");
        return sender.WithoutDelay == 0 ? named : string.Create(CultureInfo.InvariantCulture, $"{named} ({sender.WithoutDelay} without)");
    }

    private static string Clock(TimeSpan time) => time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
