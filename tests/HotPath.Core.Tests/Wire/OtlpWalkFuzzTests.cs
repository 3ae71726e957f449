using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>Mutated requests against the oracle, in memory that ends at a closed page; see <see cref="FuzzSettings"/>.</summary>
public class OtlpWalkFuzzTests
{
    private const int MostReported = 5;

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Check_MutatedRequests_AgreesWithTheOracle(Signal signal)
    {
        var inputs = (FuzzSettings.Inputs / 3) + 1;
        var mutator = new WireMutator(signal, FuzzSettings.Seed);
        using var guarded = new GuardedBuffer(1 << 20);
        var wrong = new List<string>();
        var accepted = 0;
        for (var i = 0; i < inputs && wrong.Count < MostReported; i++)
        {
            var input = mutator.Next();
            var result = OtlpWalk.Check(signal, guarded.Place(input));
            accepted += result.Fault == WireFault.None ? 1 : 0;
            if (WireVerdict.Disagreement(signal, input, result) is { } complaint)
            {
                wrong.Add(complaint);
            }
        }

        wrong.ShouldBeEmpty();

        // A mutator that only made garbage, or only valid requests, would prove nothing.
        accepted.ShouldBeInRange(inputs / 20, inputs * 19 / 20);
    }
}
