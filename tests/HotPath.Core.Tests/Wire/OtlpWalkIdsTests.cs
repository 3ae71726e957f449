using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

public class OtlpWalkIdsTests
{
    private static readonly byte[] Id = Requests.Field(1, new byte[16]);
    private static readonly byte[] State = Requests.Field(3, "a=1"u8);

    [Theory]
    [InlineData(Signal.Traces, Validation.Full, true)]
    [InlineData(Signal.Traces, Validation.Structure, false)]
    [InlineData(Signal.Traces, Validation.Framing, false)]
    [InlineData(Signal.Metrics, Validation.Full, false)]
    public void CheckWithIds_OfSampleRequests_SaysWhatWasLookedAt(Signal signal, Validation validation, bool isPlain) =>
        HasPlainIds(SampleRequests.Of(signal, 100, seed: 1, resources: 3, scopesPerResource: 2), signal, validation).ShouldBe(isPlain);

    [Fact]
    public void CheckWithIds_OfSpans_IsPlainOnlyWithOneIdEachAndNoState()
    {
        Spans(Id).ShouldBeTrue();
        Spans(Id, Id, Id).ShouldBeTrue();
        Spans(Id, [], Id).ShouldBeFalse("one has none");
        Spans([.. Id, .. Id], []).ShouldBeFalse("one has two, and another none");
        Spans([], [.. Id, .. Id]).ShouldBeFalse("the other way round");
        Spans(Id, [.. Id, .. State]).ShouldBeFalse("a trace state");
        Spans(Id, [.. Id, .. Requests.Field(13, Id)]).ShouldBeFalse("a link's");
        Spans(Id, [.. Id, .. Requests.Field(13, State)]).ShouldBeFalse("a link's state");
    }

    [Fact]
    public void CheckWithIds_OfATraceStateThatIsNotUtf8_IsAFaultAndSaysNothing()
    {
        byte[] request = Requests.WithSpan([.. Id, .. Requests.Field(3, [0xFF])]);

        OtlpWalk.CheckWithIds(Signal.Traces, request, Validation.Full, out bool isPlain).Fault.ShouldBe(WireFault.InvalidUtf8);
        isPlain.ShouldBeFalse();
        OtlpWalk.Check(Signal.Traces, request, Validation.Structure).Fault.ShouldBe(WireFault.None);
    }

    private static bool Spans(params byte[][] spans) =>
        HasPlainIds(Requests.Field(1, Requests.Field(2, Requests.Join(spans.Select(span => Requests.Field(2, span))))), Signal.Traces);

    private static bool HasPlainIds(byte[] request, Signal signal, Validation validation = Validation.Full)
    {
        OtlpWalk.CheckWithIds(signal, request, validation, out bool isPlain).Fault.ShouldBe(WireFault.None);
        return isPlain;
    }
}
