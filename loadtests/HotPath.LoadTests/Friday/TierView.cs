namespace HotPath.LoadTests.Friday;

/// <summary>One process on the screen.</summary>
/// <param name="Name">Its tier.</param>
/// <param name="ResidentMebibytes">Now; 0 while it does not run.</param>
/// <param name="PeakMebibytes">The most so far.</param>
/// <param name="LimitMebibytes">Its <c>limit_mib</c>.</param>
/// <param name="Restarts">How often its supervisor started it again.</param>
internal sealed record TierView(string Name, double ResidentMebibytes, double PeakMebibytes, int LimitMebibytes, int Restarts);
