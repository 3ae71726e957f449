using System.Diagnostics;

namespace HotPath.Core.Memory;

/// <summary>What the tracker knows of a lease: its range, and who took it.</summary>
internal sealed record TrackedLease(int Ticket, TrackedRange Range, StackTrace Taken)
{
    private const int FramesShown = 6;

    /// <summary>The calls that took the lease, innermost first, without the pool's own.</summary>
    public string Origin => string.Join(
        Environment.NewLine,
        Taken.ToString()
            .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
            .Where(static frame => !frame.Contains($"{typeof(LeaseTracker).Namespace}.", StringComparison.Ordinal))
            .Take(FramesShown));
}
