using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Storage;
using HotPath.Engine.Pipeline;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Queue.Storage;

/// <summary>What a <see cref="PersistentQueue"/> is given besides its plans.</summary>
/// <param name="Signal">What its batches carry.</param>
/// <param name="Slabs">Where it rents room to read back: egress, from the reserve.</param>
/// <param name="Batches">Where batches come from that are read back.</param>
/// <param name="MaxBytes">This queue's share of the memory budget now.</param>
/// <param name="Time">The clock of pauses and timeouts.</param>
/// <param name="Log">Where failures are told.</param>
internal sealed record PersistentQueueContext(
    Signal Signal, SlabPool Slabs, BatchPool Batches, Func<long> MaxBytes, TimeProvider Time, ILogger Log)
{
    /// <summary>A disk that fails as a test wants it; see <see cref="SegmentLogOptions.BeforeIo"/>.</summary>
    public Action<SegmentIo, string, long>? BeforeIo { get; init; }

    /// <summary>When a segment is ended; see <see cref="SegmentLogOptions.SegmentBytes"/>.</summary>
    public long SegmentBytes { get; init; } = SegmentLogOptions.DefaultSegmentBytes;
}
