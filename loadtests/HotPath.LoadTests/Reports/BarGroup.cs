namespace HotPath.LoadTests.Reports;

/// <summary>Bars that belong together in a chart.</summary>
/// <param name="Label">What they are about.</param>
/// <param name="Bars">Each with its own label.</param>
internal sealed record BarGroup(string Label, IReadOnlyList<(string Label, double Value)> Bars);
