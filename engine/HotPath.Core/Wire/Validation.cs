namespace HotPath.Core.Wire;

/// <summary>
/// How much of a request is checked before it is acknowledged. Less costs less, and lets what is not checked pass to the backend, where
/// one sender's garbage can cost the batch it lies in.
/// </summary>
public enum Validation : byte
{
    /// <summary>Everything: tags, lengths, nesting, id lengths, and UTF-8 of every OTLP string.</summary>
    Full,

    /// <summary>Tags, lengths, nesting and id lengths to full depth; strings may hold any bytes.</summary>
    Structure,

    /// <summary>
    /// Only the frame around the items: resource → scope → item, for metrics down to the data points. What is inside a resource's or
    /// scope's description or an item is not looked at.
    /// </summary>
    Framing,
}
