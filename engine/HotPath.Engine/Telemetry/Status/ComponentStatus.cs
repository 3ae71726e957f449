namespace HotPath.Engine.Telemetry.Status;

/// <summary>How a component is: the Collector's component statuses (collector/component/componentstatus).</summary>
public enum ComponentStatus : byte
{
    /// <summary>Nothing is known of it.</summary>
    None,

    /// <summary>It is coming up.</summary>
    Starting,

    /// <summary>It works.</summary>
    Ok,

    /// <summary>It does not work now, and may again without anybody's help.</summary>
    RecoverableError,

    /// <summary>It does not work until somebody mends what is wrong; the gateway runs on.</summary>
    PermanentError,

    /// <summary>It does not work, and the gateway is about to end for it.</summary>
    FatalError,

    /// <summary>It is going down.</summary>
    Stopping,

    /// <summary>It has gone down.</summary>
    Stopped,
}
