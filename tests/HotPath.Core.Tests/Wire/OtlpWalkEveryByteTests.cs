using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>Every offset of small requests: cut there, begun there, and every value of one byte there.</summary>
public class OtlpWalkEveryByteTests
{
    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Check_RequestCutAtEveryOffset_AgreesWithTheOracleOnBothHalves(Signal signal)
    {
        var request = SampleRequests.Of(signal, 4, seed: 5, resources: 2);
        using var guarded = new GuardedBuffer(request.Length);
        for (var cut = 0; cut <= request.Length; cut++)
        {
            ShouldAgree(signal, guarded, request[..cut]);
            ShouldAgree(signal, guarded, request[cut..]);
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Check_EveryByteOfARequestReplaced_AgreesWithTheOracle(Signal signal)
    {
        byte[] values = [0x00, 0x01, 0x04, 0x0B, 0x0C, 0x12, 0x1F, 0x7F, 0x80, 0xC3, 0xFF];
        var request = SampleRequests.Of(signal, signal == Signal.Metrics ? 5 : 2, seed: 6);
        using var guarded = new GuardedBuffer(request.Length);
        for (var at = 0; at < request.Length; at++)
        {
            foreach (var value in values)
            {
                var changed = (byte[])request.Clone();
                changed[at] = value;
                ShouldAgree(signal, guarded, changed);
            }
        }
    }

    [Theory]
    [InlineData("0A03 6B6579 1207 0A05 76616C7565")] // string
    [InlineData("0A03 6B6579 1202 1001")] // bool
    [InlineData("0A03 6B6579 1202 187F")] // int, one byte
    [InlineData("0A03 6B6579 120B 18 FFFFFFFFFFFFFFFFFF01")] // int, ten bytes
    [InlineData("0A03 6B6579 1209 21 000000000000F03F")] // double
    [InlineData("0A03 6B6579 1206 2A04 0A02 1801")] // array
    [InlineData("0A03 6B6579 1204 3A02 FF00")] // bytes
    [InlineData("0A03 6B6579 1200")] // no value
    [InlineData("0A00 1202 0A00")] // empty key, empty string
    public void Check_EveryValueOfEveryByteOfAnAttribute_AgreesWithTheOracle(string attribute)
    {
        var keyValue = Convert.FromHexString(attribute.Replace(" ", "", StringComparison.Ordinal));
        using var guarded = new GuardedBuffer(1000);
        foreach (var goesOn in (bool[])[true, false])
        {
            for (var at = 0; at < keyValue.Length; at++)
            {
                for (var value = 0; value < 256; value++)
                {
                    var changed = (byte[])keyValue.Clone();
                    changed[at] = (byte)value;
                    ShouldAgree(Signal.Traces, guarded, Requests.WithAttribute(changed, goesOn));
                }
            }
        }
    }

    private static void ShouldAgree(Signal signal, GuardedBuffer guarded, byte[] input) =>
        WireVerdict.Disagreement(signal, input, OtlpWalk.Check(signal, guarded.Place(input))).ShouldBeNull();
}
