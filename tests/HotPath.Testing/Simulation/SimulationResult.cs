namespace HotPath.Testing.Simulation;

/// <summary>What a simulated run came to. Equal runs have equal ones.</summary>
/// <param name="Choices">One number for every choice of what ran next.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Items">Items that senders were told OK of.</param>
/// <param name="Reloads">Reloads that another plan ran after.</param>
/// <param name="Deaths">Processes that died.</param>
/// <param name="Repeated">Items that a backend took again after such a death.</param>
public readonly record struct SimulationResult(int Choices, int Steps, long Items, int Reloads, int Deaths, int Repeated);
