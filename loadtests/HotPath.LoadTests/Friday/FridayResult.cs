namespace HotPath.LoadTests.Friday;

/// <summary>What the day came to.</summary>
/// <param name="Items">Every item's fate.</param>
/// <param name="Last">The last screen.</param>
/// <param name="Faults">What should not have happened; empty if the day was survived.</param>
internal sealed record FridayResult(TallyCounts Items, FridayView Last, IReadOnlyList<string> Faults);
