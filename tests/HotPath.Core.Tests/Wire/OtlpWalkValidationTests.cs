using FsCheck;
using FsCheck.Fluent;
using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>
/// What a receiver gets that asks for less than the full check: the same counts of good requests, and fewer refusals of bad
/// ones.
/// </summary>
public class OtlpWalkValidationTests
{
    private static readonly byte[] NoText = [0xC3];

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Check_OfGoodRequests_CountsTheSameHoweverMuchIsChecked(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            foreach (byte[] bytes in new[] { request.PlainBytes(), request.OddBytes() })
            {
                WalkResult full = OtlpWalk.Check(signal, bytes);
                full.Fault.ShouldBe(WireFault.None);
                OtlpWalk.Check(signal, bytes, Validation.Structure).ShouldBe(full);
                OtlpWalk.Check(signal, bytes, Validation.Framing).ShouldBe(full);
            }
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Check_TextThatIsNotUtf8_IsRefusedByFullOnly()
    {
        byte[] request = Requests.WithAttribute(Requests.KeyValue("key"u8.ToArray(), Requests.Text(NoText)), goesOn: true);

        Fault(request, Validation.Full).ShouldBe(WireFault.InvalidUtf8);
        Fault(request, Validation.Structure).ShouldBe(WireFault.None);
        Fault(request, Validation.Framing).ShouldBe(WireFault.None);
    }

    [Fact]
    public void Check_IdOfAWrongLength_PassesFramingOnly()
    {
        byte[] request = Requests.WithSpan(Requests.Field(1, new byte[15]));

        Fault(request, Validation.Full).ShouldBe(WireFault.InvalidIdLength);
        Fault(request, Validation.Structure).ShouldBe(WireFault.InvalidIdLength);
        Fault(request, Validation.Framing).ShouldBe(WireFault.None);
    }

    [Fact]
    public void Check_ItemThatReachesPastItsScope_IsRefusedByEach()
    {
        byte[] request = Requests.WithSpan(Requests.Field(5, "name"u8.ToArray()));
        byte[] cut = request[..^1];

        foreach (Validation validation in Enum.GetValues<Validation>())
        {
            Fault(cut, validation).ShouldBe(WireFault.Truncated, $"{validation}");
        }
    }

    /// <summary>Whatever the bytes: no read outside, and never more refusals than under the full check.</summary>
    [Fact]
    public void Check_OfMutatedRequests_RefusesNoMoreThanTheFullCheck()
    {
        using var guarded = new GuardedBuffer(1 << 20);
        foreach (Signal signal in new[] { Signal.Traces, Signal.Logs, Signal.Metrics })
        {
            var mutator = new WireMutator(signal, seed: 7);
            for (int i = 0; i < 2000; i++)
            {
                ReadOnlySpan<byte> input = guarded.Place(mutator.Next());
                WalkResult full = OtlpWalk.Check(signal, input);
                WalkResult structure = OtlpWalk.Check(signal, input, Validation.Structure);
                WalkResult framing = OtlpWalk.Check(signal, input, Validation.Framing);
                if (full.Fault == WireFault.None)
                {
                    structure.ShouldBe(full);
                    framing.ShouldBe(full);
                }

                if (structure.Fault == WireFault.None)
                {
                    framing.ShouldBe(structure);
                }
            }
        }
    }

    private static WireFault Fault(byte[] request, Validation validation) => OtlpWalk.Check(Signal.Traces, request, validation).Fault;
}
