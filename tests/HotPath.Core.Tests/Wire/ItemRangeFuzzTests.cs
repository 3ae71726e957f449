using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>
/// Ranges of mutated requests: exact on those that pass the check, and on the others at least no crash and no read outside.
/// </summary>
public class ItemRangeFuzzTests
{
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void GatherAndMeasure_MutatedRequests_StayInsideAndMakeUpWhatIsValid(Signal signal)
    {
        var inputs = FuzzSettings.Inputs / 10;
        var mutator = new WireMutator(signal, FuzzSettings.Seed + 1);
        var random = new Random(FuzzSettings.Seed);
        using var guarded = new GuardedBuffer(1 << 20);
        var valid = 0;
        for (var i = 0; i < inputs; i++)
        {
            var input = mutator.Next();
            var placed = guarded.Place(input);
            var check = OtlpWalk.Check(signal, placed);
            var cut = random.Next(check.Items + 1);
            ItemRange.Measure(signal, placed, cut, random.Next(check.Items + 2)).Bytes.ShouldBeLessThanOrEqualTo(input.Length);
            var cursor = ItemCursor.Start(signal, placed);
            cursor.Fit(placed, cursor.RestItems, random.Next(input.Length + 1)).ShouldBeLessThanOrEqualTo(cursor.RestItems);
            cursor.Advance(placed, cut + 1, out _, out _).Advance(placed, int.MaxValue, out _, out _);
            if (check.Fault == WireFault.None && cut > 0 && cut < check.Items)
            {
                valid++;
                RangePieces.ShouldMakeUp(signal, input, [(0, cut), (cut, check.Items - cut)]);
            }
        }

        valid.ShouldBeGreaterThan(inputs / 200);
    }
}
