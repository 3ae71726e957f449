namespace HotPath.Core.Tests.Wire;

/// <summary>
/// How much to fuzz: <c>HOTPATH_FUZZ_INPUTS</c> over all signals, starting at <c>HOTPATH_FUZZ_SEED</c>. The same two make the same
/// run.
/// </summary>
internal static class FuzzSettings
{
    internal static int Inputs => Setting("HOTPATH_FUZZ_INPUTS", 50_000);

    internal static int Seed => Setting("HOTPATH_FUZZ_SEED", 20_260_101);

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var value) ? value : otherwise;
}
