namespace HotPath.LoadTests.Friday;

/// <summary>Items in numbers.</summary>
/// <param name="Made">By the senders.</param>
/// <param name="Acknowledged">Of which a sender was told that a gateway has them.</param>
/// <param name="Delivered">That reached the backend, once or more often.</param>
/// <param name="Duplicates">Arrivals beyond each item's first.</param>
/// <param name="Missing">Acknowledged, and not arrived: on their way, or lost.</param>
internal readonly record struct TallyCounts(long Made, long Acknowledged, long Delivered, long Duplicates, long Missing);
