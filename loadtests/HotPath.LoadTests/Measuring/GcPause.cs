namespace HotPath.LoadTests.Measuring;

/// <summary>One time that the garbage collector stopped all threads of the gateway.</summary>
/// <param name="AtSeconds">When, from the first event of its trace.</param>
/// <param name="Milliseconds">How long, from the wish to suspend until all went on.</param>
/// <param name="Generation">The generation collected, or -1 if the stop was for something else.</param>
internal sealed record GcPause(double AtSeconds, double Milliseconds, int Generation);
