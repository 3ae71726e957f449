namespace HotPath.LoadTests.Friday;

/// <summary>
/// Every item's fate: whether its sender was told that it is taken, and how often it arrived. Thread-safe. What senders give up before
/// anyone has taken it is not lost by a gateway; what was acknowledged and never arrives is.
/// </summary>
internal sealed class Tally
{
    private const byte Acknowledged = 0x80;
    private const byte Arrivals = 0x7F;

    private readonly Lock _gate = new();
    private byte[] _items = new byte[1 << 16];
    private long _next;

    /// <summary>Takes numbers for new items and returns the first.</summary>
    public long Number(int count)
    {
        lock (_gate)
        {
            long first = _next;
            _next += count;
            if (_next > _items.Length)
            {
                Array.Resize(ref _items, (int)Math.Max(_next, _items.Length * 2L));
            }

            return first;
        }
    }

    /// <summary>A sender was told that a gateway has them.</summary>
    public void Acknowledge(long first, int count)
    {
        lock (_gate)
        {
            for (long number = first; number < first + count; number++)
            {
                _items[number] |= Acknowledged;
            }
        }
    }

    /// <summary>They arrived at the backend, which said so.</summary>
    public void Arrive(List<long> numbers)
    {
        lock (_gate)
        {
            foreach (long number in numbers)
            {
                if ((_items[number] & Arrivals) < Arrivals)
                {
                    _items[number]++;
                }
            }
        }
    }

    /// <summary>Where everything stands.</summary>
    public TallyCounts Count()
    {
        lock (_gate)
        {
            var counts = new TallyCounts { Made = _next };
            foreach (byte item in _items.AsSpan(0, (int)_next))
            {
                int arrivals = item & Arrivals;
                bool isAcknowledged = (item & Acknowledged) != 0;
                counts = counts with
                {
                    Acknowledged = counts.Acknowledged + (isAcknowledged ? 1 : 0),
                    Delivered = counts.Delivered + (arrivals > 0 ? 1 : 0),
                    Duplicates = counts.Duplicates + Math.Max(0, arrivals - 1),
                    Missing = counts.Missing + (isAcknowledged && arrivals == 0 ? 1 : 0),
                };
            }

            return counts;
        }
    }
}
