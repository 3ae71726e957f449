namespace HotPath.Core.Storage;

/// <content>What its records hold, and what is wrong with it.</content>
internal sealed partial class SegmentFile
{
    private readonly Dictionary<uint, RecordTotals> _waiting = [];
    private readonly Dictionary<uint, RecordTotals> _open = [];
    private readonly HashSet<long> _damagedAt = [];

    /// <summary>Records that can't be read any more.</summary>
    public int Lost { get; set; }

    /// <summary>True if something in it could not be read.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>True if the disk could not read some of it: it is left as it is.</summary>
    public bool HasReadErrors { get; set; }

    /// <summary>Something in it can't be used; said once of each place.</summary>
    public void NoteDamage(SegmentLogOptions options, long offset, long bytes, string reason, string what)
    {
        IsDamaged = true;
        if (_damagedAt.Add(offset))
        {
            options.OnDamage(new SegmentDamage(Path, offset, bytes, reason, what));
        }
    }

    /// <summary>A record waits to be taken.</summary>
    public void NoteWaiting(uint owner, int items, long rawBytes)
    {
        _waiting[owner] = _waiting.GetValueOrDefault(owner).Plus(items, rawBytes);
        _open[owner] = _open.GetValueOrDefault(owner).Plus(items, rawBytes);
    }

    /// <summary>A record was taken.</summary>
    public void NoteTaken(in RecordPlace place) =>
        _waiting[place.Owner] = _waiting.GetValueOrDefault(place.Owner).Less(place.Items, place.RawBytes);

    /// <summary>A record that was taken counts for nothing any more: it is done, or was given up.</summary>
    public void NoteGone(in RecordPlace place) =>
        _open[place.Owner] = _open.GetValueOrDefault(place.Owner).Less(place.Items, place.RawBytes);

    /// <summary>What still waits, of each owner, though all of the segment was read: it can't be found any more.</summary>
    public (uint Owner, RecordTotals What)[] TakeLost()
    {
        if (_waiting.Count == 0)
        {
            return [];
        }

        (uint Owner, RecordTotals What)[] lost = Some(_waiting);
        _waiting.Clear();
        foreach ((uint owner, RecordTotals what) in lost)
        {
            IsDamaged = true;
            Lost += what.Records;
            RecordTotals open = _open[owner];
            _open[owner] = new RecordTotals(open.Records - what.Records, open.Items - what.Items, open.RawBytes - what.RawBytes);
        }

        return lost;
    }

    /// <summary>What is not done, of each owner, whether it waits or was taken; nothing is from here.</summary>
    public (uint Owner, RecordTotals What)[] TakeOpen()
    {
        (uint, RecordTotals)[] open = Some(_open);
        _open.Clear();
        _waiting.Clear();
        return open;
    }

    private static (uint Owner, RecordTotals What)[] Some(Dictionary<uint, RecordTotals> totals) =>
        [.. totals.Where(static one => one.Value.Records > 0).Select(static one => (one.Key, one.Value))];
}
