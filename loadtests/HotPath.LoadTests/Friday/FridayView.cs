namespace HotPath.LoadTests.Friday;

/// <summary>What the screen shows at one moment.</summary>
internal sealed record FridayView
{
    public required TimeSpan Elapsed { get; init; }

    public required TimeSpan Day { get; init; }

    /// <summary>What has happened so far, each with its time.</summary>
    public required IReadOnlyList<string> Headlines { get; init; }

    public required IReadOnlyList<TierView> Tiers { get; init; }

    public required IReadOnlyList<SenderView> Senders { get; init; }

    /// <summary>What the alert rules see; null while the scraper is away.</summary>
    public required IReadOnlyList<string>? Alerts { get; init; }

    public required TallyCounts Items { get; init; }

    /// <summary>Whether all senders are done, so that what is missing at the end is lost.</summary>
    public bool IsOver { get; init; }
}
