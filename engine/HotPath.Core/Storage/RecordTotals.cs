namespace HotPath.Core.Storage;

/// <summary>What some records of one owner hold together.</summary>
/// <param name="Records">Their number.</param>
/// <param name="Items">Their items.</param>
/// <param name="RawBytes">Bytes of their payloads before they were compressed.</param>
public readonly record struct RecordTotals(int Records, long Items, long RawBytes)
{
    /// <summary>One record more.</summary>
    public RecordTotals Plus(int items, long rawBytes) => new(Records + 1, Items + items, RawBytes + rawBytes);

    /// <summary>One record less.</summary>
    public RecordTotals Less(int items, long rawBytes) => new(Records - 1, Items - items, RawBytes - rawBytes);
}
