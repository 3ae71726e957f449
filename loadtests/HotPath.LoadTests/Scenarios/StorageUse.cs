namespace HotPath.LoadTests.Scenarios;

/// <summary>What a queue on disk made of its disk in a round.</summary>
/// <param name="MegabytesPerSecond">What the gateway wrote to files, in 10⁶ bytes a second.</param>
/// <param name="GroupBytes">Bytes of a group: what is written at once, and synced where that is asked for.</param>
/// <param name="DiskMegabytesPerSecond">What the disk takes from a program that does nothing else, in groups of the same size.</param>
internal sealed record StorageUse(double MegabytesPerSecond, long GroupBytes, double DiskMegabytesPerSecond);
