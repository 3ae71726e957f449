namespace HotPath.Testing.Simulation;

/// <summary>The last things that happened in a simulated run, for whoever has to find out why it failed.</summary>
internal sealed class SimulationTrace
{
    private const int Kept = 120;
    private readonly Queue<string> _last = new();

    /// <summary>The clock of the process that runs; null while nothing that happens matters.</summary>
    public FakeClock? Clock { get; set; }

    /// <summary>Notes something, with the time.</summary>
    public void Note(string what)
    {
        if (Clock is null)
        {
            return;
        }

        if (_last.Count == Kept)
        {
            _last.Dequeue();
        }

        _last.Enqueue($"{(Clock.GetUtcNow() - FakeClock.DefaultStart).TotalSeconds,9:0.000} {what}");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', _last);
}
