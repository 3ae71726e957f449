namespace HotPath.Core.Ring;

/// <summary>
/// One wait for a credit: its place in the line, and the task that ends with it. Never continues on the thread that wakes it.
/// </summary>
internal sealed class CreditWaiter(CreditWaiters line) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>The line it stands in.</summary>
    public CreditWaiters Line { get; } = line;

    /// <summary>Who is woken before it; the line's lock guards all three.</summary>
    public CreditWaiter? Ahead { get; set; }

    /// <summary>Who is woken after it.</summary>
    public CreditWaiter? Behind { get; set; }

    /// <summary>True until it is woken, times out or is cancelled: whoever ends that first decides the outcome.</summary>
    public bool IsInLine { get; set; }
}
