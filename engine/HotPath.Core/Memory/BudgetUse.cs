namespace HotPath.Core.Memory;

/// <summary>
/// What bytes are wanted for. Ingress may fill only the soft limit; the rest is the egress reserve (DESIGN section 3, step 2).
/// </summary>
public enum BudgetUse : byte
{
    /// <summary>Bytes that arrive: refused above the soft limit.</summary>
    Ingress,

    /// <summary>Bytes that help others leave (compressing, splitting): refused only above the hard limit.</summary>
    Egress,
}
