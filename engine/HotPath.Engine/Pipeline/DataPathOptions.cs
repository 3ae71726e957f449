using HotPath.Core.Memory;
using HotPath.Core.Storage;
using HotPath.Engine.Telemetry.Tracing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Engine.Pipeline;

/// <summary>What a <see cref="DataPath"/> is given besides the plan. Tests own every part of it.</summary>
public sealed record DataPathOptions
{
    /// <summary>How long a request waits for a slot before it is refused, when nothing else is said.</summary>
    public static readonly TimeSpan DefaultAdmissionWait = TimeSpan.FromMilliseconds(500);

    /// <summary>The share of the available memory that the default gate allows, in percent.</summary>
    public const int DefaultLimitPercentage = 80;

    /// <summary>How long a reload that failed may take to let go of what it had begun, which nobody has used yet.</summary>
    public static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(5);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where lines go.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How long a request waits for a slot (never past its sender's deadline).</summary>
    public TimeSpan AdmissionWait { get; init; } = DefaultAdmissionWait;

    /// <summary>Slots of each stage's ring; a power of two.</summary>
    public int RingCapacity { get; init; } = StageContext.DefaultRingCapacity;

    /// <summary>The memory this process may use, in bytes: the cgroup's limit, else the machine's.</summary>
    public Func<long> AvailableBytes { get; init; } = static () => AvailableMemory.Read().Bytes;

    /// <summary>The process's resident memory, in bytes.</summary>
    public Func<long> ResidentBytes { get; init; } = ResidentMemory.ReadBytes;

    /// <summary>Where exports are sampled for the page <c>tracez</c>; null if nobody looks.</summary>
    public OperationTraces? Traces { get; init; }

    /// <summary>True in tests: slabs are tracked, and a lease that is lost, returned twice or used after its return throws.</summary>
    public bool TrackSlabs { get; init; }

    /// <summary>Told of a fault of the gateway's own, once; the host then ends the process.</summary>
    public Action<Exception> OnFault { get; init; } = static fault => Environment.FailFast("a stage threw: its state is unknown", fault);

    /// <summary>A disk under queues that fails as a test wants it; see <see cref="SegmentLogOptions.BeforeIo"/>.</summary>
    internal Action<SegmentIo, string, long>? BeforeIo { get; init; }

    /// <summary>When a segment of a queue on disk is ended; tests want many. See <see cref="SegmentLogOptions.SegmentBytes"/>.</summary>
    internal long SegmentBytes { get; init; } = SegmentLogOptions.DefaultSegmentBytes;
}
