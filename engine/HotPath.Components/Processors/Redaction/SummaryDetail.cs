namespace HotPath.Components.Processors.Redaction;

/// <summary>What is written of a redaction, as attributes of what was redacted.</summary>
internal enum SummaryDetail
{
    /// <summary>Nothing.</summary>
    Silent,

    /// <summary>How many keys were removed, masked, allowed by value, ignored.</summary>
    Info,

    /// <summary>The counts, and the keys themselves.</summary>
    Debug,
}
