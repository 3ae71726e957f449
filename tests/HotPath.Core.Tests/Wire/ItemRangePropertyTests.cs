using FsCheck;
using FsCheck.Fluent;
using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

public class ItemRangePropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(300);

    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Check_RequestsOfGoogleProtobuf_CountsWhatTheObjectsHold(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var result = OtlpWalk.Check(signal, request.PlainBytes());
            var counts = OtlpOracle.Count(request.Message);
            result.ShouldBe(new WalkResult(WireFault.None, 0, counts.Resources, counts.Scopes, counts.Items));
        }).Check(Thorough);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Check_OddlyEncodedRequests_AgreesWithTheOracle(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var bytes = request.OddBytes();
            var result = OtlpWalk.Check(signal, bytes);
            result.Fault.ShouldBe(WireFault.None);
            WireVerdict.Disagreement(signal, bytes, result).ShouldBeNull();
        }).Check(Thorough);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_RandomPartitions_MakeUpTheRequest(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var bytes = request.PlainBytes();
            RangePieces.ShouldMakeUp(signal, bytes, request.Partition(OtlpOracle.Count(request.Message).Items));
        }).Check(Thorough);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_RandomPartitionsOfOddlyEncodedRequests_MakeUpTheRequest(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var bytes = request.OddBytes();
            RangePieces.ShouldMakeUp(signal, bytes, request.Partition(OtlpWalk.Check(signal, bytes).Items));
        }).Check(Thorough);
}
