namespace HotPath.Fuzz.Running;

/// <summary>How long a target is run, and from which seed.</summary>
/// <param name="Seed">The same seed and number of executions make the same run.</param>
internal sealed record FuzzOptions(int Seed)
{
    /// <summary>Ends the run after so many executions.</summary>
    public long MostExecutions { get; init; } = long.MaxValue;

    /// <summary>Ends the run after so long.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.MaxValue;

    /// <summary>Ends the run after so many failures with different texts.</summary>
    public int MostFailures { get; init; } = 1;

    /// <summary>Inputs that are run first and mutated besides the target's seeds.</summary>
    public IReadOnlyList<byte[]> Kept { get; init; } = [];

    /// <summary>The most that the corpus grows to; then a new input takes another's place.</summary>
    public int MostCorpus { get; init; } = 4096;

    /// <summary>Told now and then how far it is.</summary>
    public Action<FuzzProgress> OnProgress { get; init; } = static _ => { };

    /// <summary>Told of each failure at once.</summary>
    public Action<FuzzFailure> OnFailure { get; init; } = static _ => { };

    /// <summary>Told of each input before it is run, so that one that ends the process is known.</summary>
    public Action<byte[]> OnInput { get; init; } = static _ => { };
}
