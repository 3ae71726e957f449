using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>
/// How many items were in the requests that were refused unread, as far as anybody can tell: bytes ÷ the mean size of the items accepted so
/// far. For the Collector's <c>refused_*</c> counters only: the ledger holds no estimates. What was once added stays, so that the counter
/// never falls when the mean moves. Reads are serialised.
/// </summary>
internal sealed class UnreadItems
{
    /// <summary>The size of an item, in bytes, until one has been accepted.</summary>
    public const double FirstMeanBytes = 512;

    /// <summary>
    /// The reasons under which requests are refused that hold items nobody counted. Garbage has none, and who went away took its own along.
    /// </summary>
    public static readonly IReadOnlyList<string> Reasons =
    [
        Pipeline.RefuseReason.Memory, Pipeline.RefuseReason.Tenant, Pipeline.RefuseReason.Pipeline, Pipeline.RefuseReason.TooLarge,
        Pipeline.RefuseReason.TooSlow, Pipeline.RefuseReason.Metadata,
    ];

    private static readonly ConditionalWeakTable<ReceiverLedger, ConcurrentDictionary<string, UnreadItems>> All = [];

    private readonly Lock _lock = new();
    private readonly ReceiverLedger _ledger;
    private readonly IReadOnlyList<string> _reasons;
    private long _seenBytes;
    private double _items;

    /// <summary>Estimates for one receiver, over some reasons.</summary>
    public UnreadItems(ReceiverLedger ledger, IReadOnlyList<string> reasons)
    {
        _ledger = ledger;
        _reasons = reasons;
    }

    /// <summary>
    /// The estimate of a receiver over some reasons: always the same object, so that a counter goes on when its registry is replaced.
    /// </summary>
    public static UnreadItems Of(ReceiverLedger ledger, IReadOnlyList<string> reasons) =>
        All.GetOrCreateValue(ledger).GetOrAdd(string.Join(',', reasons), _ => new UnreadItems(ledger, reasons));

    /// <summary>The estimate now, in whole items.</summary>
    public double Read()
    {
        lock (_lock)
        {
            long bytes = _reasons.Sum(reason => _ledger.RefusedBytes[reason]);
            _items += (bytes - _seenBytes) / MeanBytes();
            _seenBytes = bytes;
            return Math.Floor(_items);
        }
    }

    private double MeanBytes()
    {
        long items = _ledger.AcceptedItems;
        long bytes = _ledger.AcceptedBytes;
        return items > 0 && bytes > 0 ? (double)bytes / items : FirstMeanBytes;
    }
}
