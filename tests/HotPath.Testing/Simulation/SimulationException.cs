namespace HotPath.Testing.Simulation;

/// <summary>A simulated run did what it must not.</summary>
public sealed class SimulationException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Throws unless something holds.</summary>
    internal static void ThrowUnless(bool holds, string message)
    {
        if (!holds)
        {
            throw new SimulationException(message);
        }
    }
}
