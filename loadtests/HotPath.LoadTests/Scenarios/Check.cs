namespace HotPath.LoadTests.Scenarios;

/// <summary>A threshold and what was measured against it.</summary>
/// <param name="Name">The threshold.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Bar">Where the bar lies.</param>
/// <param name="IsLeast">True if the value must reach it.</param>
/// <param name="Held">Whether it does.</param>
internal sealed record Check(string Name, double Value, double Bar, bool IsLeast, bool Held);
