namespace HotPath.LoadTests.Scenarios;

/// <summary>A bar that fails the run when it is missed.</summary>
/// <param name="Name">What <c>--threshold</c> calls it, unit included.</param>
/// <param name="Bar">Where it lies.</param>
/// <param name="IsLeast">True if the value must reach it, false if it must not pass it.</param>
internal sealed record Threshold(string Name, double Bar, bool IsLeast = false)
{
    public const string RatioToNginx = "ratio-to-nginx";
    public const string RatioToGrpc = "ratio-to-grpc";
    public const string OverPassThrough = "ns-over-pass-through";
    public const string ResidentMebibytes = "rss-mib";
    public const string BytesPerRequest = "allocated-bytes-per-request";
    public const string LostSpans = "lost-spans";
    public const string UnbalancedLedgers = "unbalanced-ledgers";
    public const string RefusalsWithoutDelay = "refusals-without-delay";
    public const string Goodput = "goodput-of-maximum";
    public const string GoodputByCpu = "goodput-by-cpu";
    public const string ResidentGrowth = "rss-growth";
    public const string ResidentAfterPeak = "rss-after-peak";
    public const string RatioToMemory = "ratio-to-memory";
    public const string RatioToMemorySynced = "ratio-to-memory-fsync";
    public const string Sustained = "sustained";
    public const string SustainedSynced = "sustained-fsync";
    public const string RecoverySeconds = "recovery-seconds";
    public const string BrokenMessages = "broken-messages";

    /// <summary>Judges a value; one that is not a number has missed.</summary>
    public Check Judge(double value) => new(Name, value, Bar, IsLeast, IsLeast ? value >= Bar : value <= Bar);
}
