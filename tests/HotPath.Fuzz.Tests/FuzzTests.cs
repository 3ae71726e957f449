using HotPath.Fuzz.Running;

namespace HotPath.Fuzz.Tests;

/// <summary>
/// Every target with its seeds, the inputs that once broke something, and some mutations. <c>HOTPATH_FUZZ_SEED</c> is where they begin, and
/// <c>HOTPATH_FUZZ_INPUTS</c> how many there are over all targets.
/// </summary>
public sealed class FuzzTests
{
    private static readonly int Seed = Setting("HOTPATH_FUZZ_SEED", 20_260_101);
    private static readonly int Inputs = Setting("HOTPATH_FUZZ_INPUTS", 50_000);

    public static TheoryData<string> Targets => [.. FuzzTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_SeedsKeptInputsAndMutations_Hold(string name)
    {
        using IFuzzTarget target = FuzzTargets.Make(name).ShouldNotBeNull();
        (string File, byte[] Input)[] kept = [.. KeptInputs.Of(name)];
        var options = new FuzzOptions(Seed) { MostExecutions = ExecutionsOf(name), Kept = [.. kept.Select(static k => k.Input)] };
        using var runner = new FuzzRunner(target, options);

        (FuzzProgress progress, IReadOnlyList<FuzzFailure> failures) = runner.Run();

        failures.ShouldBeEmpty(string.Join('\n', failures));

        // Mutations that all end alike would prove nothing.
        progress.Corpus.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_TheSameInput_HasTheSameEnd(string name)
    {
        using IFuzzTarget target = FuzzTargets.Make(name).ShouldNotBeNull();
        using var runner = new FuzzRunner(target, new FuzzOptions(Seed));
        byte[][] inputs = [.. target.Seeds, .. KeptInputs.Of(name).Select(static kept => kept.Input)];
        int[] Ends() => [.. inputs.Select(input =>
        {
            runner.Try(input, out int end).ShouldBeNull();
            return end;
        })];

        Ends().ShouldBe(Ends());
    }

    [Fact]
    public void KeptInputs_Always_AreOfATarget() =>
        Directory.GetDirectories(Path.GetDirectoryName(KeptInputs.FolderOf("x"))!)
            .Select(Path.GetFileName)
            .ShouldBeSubsetOf(FuzzTargets.Names);

    /// <summary>A share each; a smaller one for those that build an engine of patterns, write files, or change threads for each
    /// input.</summary>
    private static int ExecutionsOf(string name) =>
        Inputs / FuzzTargets.Names.Count / (name is "patterns" or "segment-log" or "http2-client" or "ottl-texts" ? 10 : 1);

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int value) ? value : otherwise;
}
