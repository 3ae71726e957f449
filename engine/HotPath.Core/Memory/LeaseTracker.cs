using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace HotPath.Core.Memory;

/// <summary>
/// Checks leases in tests. Every lease has a ticket, so a double return or a use after return is seen even while others hold the
/// slab. Room that no lease covers is filled with a poison byte, and checked when it is rented again or freed: a write after return
/// is seen there.
/// </summary>
internal sealed class LeaseTracker
{
    /// <summary>Fills room that nobody holds; as a tag, it is malformed protobuf.</summary>
    public const byte PoisonByte = 0xDF;

    private const int LeaksShown = 8;
    private const int RecentlyReturned = 1024;

    private readonly ConcurrentDictionary<int, TrackedLease> _out = new();
    private readonly TrackedLease?[] _returned = new TrackedLease?[RecentlyReturned];
    private int _lastTicket;

    /// <summary>Fills free room.</summary>
    public static void Poison(Span<byte> room) => room.Fill(PoisonByte);

    /// <summary>Registers the first lease on a range and returns its ticket. The range must be as it was left.</summary>
    /// <exception cref="InvalidOperationException">The range was written after its return.</exception>
    public int Rented(Slab slab, int offset, int length)
    {
        CheckPoison(slab, offset, length);
        return Register(new TrackedRange(slab, offset, length));
    }

    /// <summary>Registers another lease on the same range and returns its ticket.</summary>
    public int Shared(int ticket)
    {
        TrackedRange range = Find(ticket).Range;
        lock (range)
        {
            range.Leases++;
        }

        return Register(range);
    }

    /// <summary>Throws if the lease was returned.</summary>
    public void Check(int ticket) => Find(ticket);

    /// <summary>Ends a lease; with the last one on a range, the range is poisoned.</summary>
    /// <exception cref="InvalidOperationException">It was returned already.</exception>
    public void Returned(int ticket)
    {
        if (!_out.TryRemove(ticket, out TrackedLease? lease))
        {
            throw new InvalidOperationException($"Lease {ticket} was returned twice. {Describe(ticket)}");
        }

        _returned[ticket % RecentlyReturned] = lease;
        TrackedRange range = lease.Range;
        lock (range)
        {
            if (--range.Leases == 0)
            {
                Poison(range.Slab.Raw.Slice(range.Offset, range.Length));
            }
        }
    }

    /// <summary>Throws if free room was written, and heals it, so that it is reported once.</summary>
    public void CheckPoison(Slab slab, int offset, int length)
    {
        Span<byte> room = slab.Raw.Slice(offset, length);
        int written = room.IndexOfAnyExcept(PoisonByte);
        if (written < 0)
        {
            return;
        }

        Poison(room);
        int at = offset + written;
        TrackedLease? last = _returned
            .Where(lease => lease?.Range is { } range && range.Slab == slab && range.Offset <= at && at < range.Offset + range.Length)
            .MaxBy(static lease => lease!.Ticket);
        throw new InvalidOperationException(
            $"Byte {at} of a slab of {slab.Capacity} was written after its lease was returned. {Describe(last)}");
    }

    /// <summary>Throws if a lease is out, and names who took each.</summary>
    public void ThrowIfAnyIsOut()
    {
        if (_out.IsEmpty)
        {
            return;
        }

        TrackedLease[] leaks = [.. _out.Values.OrderBy(static lease => lease.Ticket)];
        var message = new StringBuilder($"{leaks.Length} leases were never returned.");
        foreach (TrackedLease leak in leaks.Take(LeaksShown))
        {
            message.AppendLine().Append($"Lease {leak.Ticket}, {leak.Range.Length} bytes. {Describe(leak)}");
        }

        throw new InvalidOperationException(message.ToString());
    }

    private static string Describe(TrackedLease? lease) =>
        lease is null ? "Who took it is no longer known." : $"It was taken at:{Environment.NewLine}{lease.Origin}";

    private int Register(TrackedRange range)
    {
        int ticket = Interlocked.Increment(ref _lastTicket);

        // No frame is skipped by number: how many of the pool's own there are depends on what the compiler inlined.
        _out[ticket] = new TrackedLease(ticket, range, new StackTrace(fNeedFileInfo: false));
        return ticket;
    }

    private TrackedLease Find(int ticket) => _out.TryGetValue(ticket, out TrackedLease? lease)
        ? lease
        : throw new InvalidOperationException($"Lease {ticket} was used after its return. {Describe(ticket)}");

    private string Describe(int ticket)
    {
        TrackedLease? lease = _returned[ticket % RecentlyReturned];
        return Describe(lease?.Ticket == ticket ? lease : null);
    }
}
