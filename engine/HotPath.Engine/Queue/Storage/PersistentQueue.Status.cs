using HotPath.Core.Storage;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Engine.Queue.Storage;

/// <content>How its disk is.</content>
internal sealed partial class PersistentQueue
{
    private readonly StatusCell _disk;
    private readonly StatusCell _size;

    /// <summary>Bytes of its files that were found to be damaged, by reason (<see cref="SegmentDamage.Reasons"/>).</summary>
    public ReasonCounts DamagedBytes { get; } = new();

    /// <summary>OK while the disk takes what is written, and the files have room to grow.</summary>
    public StatusEvent StorageStatus
    {
        get
        {
            if (IsDiskFull)
            {
                _size.Set(
                    ComponentStatus.RecoverableError,
                    $"the sending queue has all the disk it may take: {DiskBytes} of {_logOptions.MaxBytes} bytes; senders are refused "
                    + "until some have gone");
            }
            else
            {
                _size.Set(ComponentStatus.Ok);
            }

            return _disk.Now.Status != ComponentStatus.Ok ? _disk.Now : _size.Now;
        }
    }
}
