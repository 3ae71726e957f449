namespace HotPath.Testing.Simulation;

/// <summary>The last things that happened in a simulated run, for whoever has to find out why it failed.</summary>
internal sealed class SimulationTrace(FakeClock clock)
{
    private const int Kept = 80;
    private readonly Queue<string> _last = new();

    /// <summary>Notes something, with the time.</summary>
    public void Note(string what)
    {
        if (_last.Count == Kept)
        {
            _last.Dequeue();
        }

        _last.Enqueue($"{(clock.GetUtcNow() - FakeClock.DefaultStart).TotalSeconds,9:0.000} {what}");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', _last);
}
