using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>Profiles are counted by sample, and looked into no further than that takes.</summary>
public sealed class OtlpWalkProfilesTests
{
    [Fact]
    public void Check_EmptyRequest_HoldsNothing() =>
        OtlpWalk.Check(Signal.Profiles, []).ShouldBe(new WalkResult(WireFault.None, 0, 0, 0, 0));

    [Theory]
    [InlineData(Validation.Full)]
    [InlineData(Validation.Structure)]
    [InlineData(Validation.Framing)]
    public void Check_Profiles_CountsTheirSamples(Validation validation) =>
        OtlpWalk.Check(Signal.Profiles, SampleProfiles.Request(3, 0, 4), validation).ShouldBe(new WalkResult(WireFault.None, 0, 3, 3, 7));

    [Fact]
    public void Check_DictionaryWithoutProfiles_HoldsNothing() =>
        OtlpWalk.Check(Signal.Profiles, SampleProfiles.Request()).ShouldBe(new WalkResult(WireFault.None, 0, 0, 0, 0));

    /// <summary>A request that ends anywhere but between two of its own fields is not whole.</summary>
    [Theory]
    [InlineData(Validation.Full)]
    [InlineData(Validation.Framing)]
    public void Check_CutRequest_IsRefusedWhereverItIsCut(Validation validation)
    {
        byte[] request = SampleProfiles.Request(2);
        int whole = 2 + request[1];
        for (int length = 1; length < request.Length; length++)
        {
            bool isFine = OtlpWalk.Check(Signal.Profiles, request.AsSpan(0, length), validation).Fault == WireFault.None;
            isFine.ShouldBe(length == whole, $"cut to {length} of {request.Length} bytes");
        }
    }

    [Fact]
    public void Check_SchemaUrlThatIsNotUtf8_IsRefusedByTheFullCheckOnly()
    {
        byte[] request = Requests.Field(1, Requests.Field(3, [0xFF]));

        OtlpWalk.Check(Signal.Profiles, request).Fault.ShouldBe(WireFault.InvalidUtf8);
        OtlpWalk.Check(Signal.Profiles, request, Validation.Structure).Fault.ShouldBe(WireFault.None);
    }

    /// <summary>What a sample and the dictionary hold must at least be fields; framing does not look.</summary>
    [Fact]
    public void Check_SampleOrTableThatOverrunsItsBlock_IsRefusedUnlessFramingOnly()
    {
        byte[] overrun = [0x22, 0x05, 0x00];
        byte[] sample = Requests.Field(1, SampleProfiles.ResourceProfiles(Requests.Field(2, overrun)));
        byte[] dictionary = Requests.Field(2, overrun);
        foreach (byte[] request in (byte[][])[sample, dictionary])
        {
            OtlpWalk.Check(Signal.Profiles, request).Fault.ShouldBe(WireFault.Truncated);
            OtlpWalk.Check(Signal.Profiles, request, Validation.Structure).Fault.ShouldBe(WireFault.Truncated);
            OtlpWalk.Check(Signal.Profiles, request, Validation.Framing).Fault.ShouldBe(WireFault.None);
        }
    }
}
