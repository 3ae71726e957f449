namespace HotPath.Fuzz.Running;

/// <summary>How far a run is.</summary>
/// <param name="Executions">Inputs run.</param>
/// <param name="Elapsed">Time taken.</param>
/// <param name="Corpus">Inputs kept, each with an end of its own kind, besides the seeds.</param>
/// <param name="Failures">Inputs that broke something.</param>
internal sealed record FuzzProgress(long Executions, TimeSpan Elapsed, int Corpus, int Failures)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Elapsed:hh\\:mm\\:ss}  {Executions,12:N0} executions  {Executions / Math.Max(Elapsed.TotalSeconds, 0.001),10:N0}/s  "
        + $"corpus {Corpus,6}  failures {Failures}";
}
