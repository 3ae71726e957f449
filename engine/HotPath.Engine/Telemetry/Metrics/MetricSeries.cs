namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>One line of a family: labels, and the sum of the live counts that share them.</summary>
/// <param name="labels">The label pairs, formatted.</param>
internal sealed class MetricSeries(string labels)
{
    private readonly List<Func<double>> _reads = [];

    /// <summary>The label pairs, formatted.</summary>
    public string Labels { get; } = labels;

    /// <summary>The value now.</summary>
    public double Value => _reads.Sum(static read => read());

    /// <summary>Adds one more live count.</summary>
    public void Add(Func<double> read) => _reads.Add(read);
}
