using System.Globalization;

namespace HotPath.Testing.Simulation;

/// <summary>A span of a simulated run, told by its name.</summary>
/// <param name="Sender">Who sent it.</param>
/// <param name="Number">Which of the sender's it is, from 0.</param>
internal readonly record struct SimulatedItem(int Sender, int Number)
{
    /// <summary>What the span is called.</summary>
    public string Name => $"{Sender}/{Number}";

    /// <summary>The item of a span's name.</summary>
    public static SimulatedItem Parse(string name)
    {
        string[] parts = name.Split('/');
        return new SimulatedItem(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
