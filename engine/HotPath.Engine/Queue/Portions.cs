using System.Runtime.InteropServices;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <summary>
/// Whose items an outgoing batch holds, in the batch's order: one portion unless the queue merges. Pooled; one owner at a time.
/// </summary>
internal sealed class Portions
{
    private readonly List<Portion> _all = new(1);

    /// <summary>The portions, in the order of their items.</summary>
    public ReadOnlySpan<Portion> All => CollectionsMarshal.AsSpan(_all);

    /// <summary>Portions there is room for without a new array.</summary>
    public int Capacity => _all.Capacity;

    /// <summary>Adds items at the end.</summary>
    public void Add(QueuedBatch of, int items) => _all.Add(new Portion(of, items));

    /// <summary>
    /// Moves the first <paramref name="items"/> items to <paramref name="target"/>; a portion that straddles the cut is split.
    /// </summary>
    public void MoveFirst(int items, Portions target)
    {
        int whole = 0;
        int left = items;
        while (left > 0 && _all[whole].Items <= left)
        {
            left -= _all[whole].Items;
            target._all.Add(_all[whole++]);
        }

        if (left > 0)
        {
            Portion cut = _all[whole];
            target._all.Add(cut with { Items = left });
            _all[whole] = cut with { Items = cut.Items - left };
        }

        _all.RemoveRange(0, whole);
    }

    /// <summary>Empties the list for reuse.</summary>
    public void Clear() => _all.Clear();

    /// <summary>A consumer begins to send them.</summary>
    public void CountTaken()
    {
        foreach (Portion portion in _all)
        {
            portion.Of.Edge.CountTaken(portion.Items);
        }
    }

    /// <summary>True if all of them lie on disk, too.</summary>
    public bool AreAllStored
    {
        get
        {
            foreach (Portion portion in All)
            {
                if (portion.Of.Home is not { IsStored: true })
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>
    /// Sending them has ended. A backend does not say which items of a merged batch it rejected: they are counted at the first portions.
    /// </summary>
    public void CountEnd(in SendResult result)
    {
        long rejected = result.RejectedItems;
        foreach (Portion portion in _all)
        {
            if (result.Status == SendStatus.Delivered)
            {
                portion.Of.Edge.CountSent(portion.Items, rejected);
                rejected -= Math.Min(rejected, portion.Items);
            }
            else if (portion.Of.Home is { IsStored: true } && result.Reason == DropReason.ShuttingDown)
            {
                portion.Of.Edge.CountBack(portion.Items);
                portion.Of.Keep(portion.Items);
            }
            else
            {
                portion.Of.Edge.CountFailed(portion.Items, result.Reason);
            }
        }
    }
}
