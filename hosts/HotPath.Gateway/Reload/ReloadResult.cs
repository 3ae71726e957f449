namespace HotPath.Gateway.Reload;

/// <summary>How a reload ended: the label <c>result</c> of its counter.</summary>
internal enum ReloadResult
{
    /// <summary>The new configuration runs.</summary>
    Success,

    /// <summary>It says what the one that runs says.</summary>
    Unchanged,

    /// <summary>It has errors.</summary>
    Invalid,

    /// <summary>It changes what only a restart can change.</summary>
    Refused,

    /// <summary>It could not be put to work: a port is taken, a file is not there.</summary>
    Failed,
}
