namespace HotPath.Testing.Simulation;

/// <summary>One item that a sender handed over.</summary>
/// <param name="item">Which.</param>
/// <param name="plan">The plan that took its request.</param>
/// <param name="life">The process's number.</param>
internal sealed class SimulatedDelivery(SimulatedItem item, SimulationPlan plan, int life)
{
    /// <summary>Which item.</summary>
    public SimulatedItem Item => item;

    /// <summary>The plan that was to end it.</summary>
    public SimulationPlan Plan => plan;

    /// <summary>The process that it was handed to.</summary>
    public int Life => life;

    /// <summary>What the sender was told: OK, or not; null if the process died before.</summary>
    public bool? IsAccepted { get; set; }
}
