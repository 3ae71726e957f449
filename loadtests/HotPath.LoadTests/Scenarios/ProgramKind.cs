namespace HotPath.LoadTests.Scenarios;

/// <summary>What may stand between the sender and the sink.</summary>
internal enum ProgramKind
{
    /// <summary>The gateway under test.</summary>
    HotPath,

    /// <summary>nginx, which looks at nothing.</summary>
    Nginx,

    /// <summary>The I/O floor: bytes are received and sent on.</summary>
    Relay,
}
