namespace HotPath.Core.Memory;

/// <summary>What limits the memory that is available to the process.</summary>
public enum MemorySource : byte
{
    /// <summary>The machine's own memory.</summary>
    Machine,

    /// <summary>A control group, version 2.</summary>
    CgroupV2,

    /// <summary>A control group, version 1.</summary>
    CgroupV1,
}
