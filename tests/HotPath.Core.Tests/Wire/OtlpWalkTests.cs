using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

public class OtlpWalkTests
{
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Check_EmptyRequest_HoldsNothing(Signal signal) =>
        OtlpWalk.Check(signal, []).ShouldBe(new WalkResult(WireFault.None, 0, 0, 0, 0));

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Check_SampleRequest_CountsItsFrame(Signal signal) =>
        OtlpWalk.Check(signal, SampleRequests.Of(signal, 100, seed: 1, resources: 3, scopesPerResource: 2))
            .ShouldBe(new WalkResult(WireFault.None, 0, 3, 6, 100));

    [Fact]
    public void Check_BlocksWithoutItems_AreCounted()
    {
        byte[] request = Requests.Join(Requests.Field(1), Requests.Field(1, Requests.Field(2)), Requests.WithSpan());

        OtlpWalk.Check(Signal.Traces, request).ShouldBe(new WalkResult(WireFault.None, 0, 3, 2, 1));
    }

    [Fact]
    public void Check_MetricWithTwoKindsOfData_CountsThePointsOfTheLast()
    {
        byte[] twoPoints = Requests.Join(Requests.Field(1), Requests.Field(1));
        byte[] onePoint = Requests.Field(1);

        Points(Requests.Field(5, twoPoints), Requests.Field(7, onePoint)).ShouldBe(1);
        Points(Requests.Field(5, twoPoints), Requests.Field(5, onePoint)).ShouldBe(3);
        Points(Requests.Field(5, twoPoints), Requests.Field(7, twoPoints), Requests.Field(5, onePoint)).ShouldBe(1);
        Points(Requests.Field(5, twoPoints), Requests.Field(7)).ShouldBe(0);

        static int Points(params byte[][] data)
        {
            var request = Requests.Field(1, Requests.Field(2, Requests.Field(2, Requests.Join(data))));
            var result = OtlpWalk.Check(Signal.Metrics, request);
            WireVerdict.Disagreement(Signal.Metrics, request, result).ShouldBeNull();
            return result.Items;
        }
    }

    // The span's content begins 6 bytes into the request.
    [Theory]
    [InlineData("39 0000", WireFault.Truncated, 6)] // fixed64 start_time_unix_nano, two bytes of eight
    [InlineData("85 01 00", WireFault.Truncated, 6)] // fixed32 flags, one byte of four
    [InlineData("30 80", WireFault.Truncated, 6)] // varint kind that goes on
    [InlineData("2A 05 61", WireFault.Truncated, 6)] // name of five bytes, one there
    [InlineData("2A", WireFault.Truncated, 6)] // name without a length
    [InlineData("80", WireFault.Truncated, 6)] // a tag that goes on
    [InlineData("30 FFFFFFFFFFFFFFFFFFFF 01", WireFault.VarintTooLong, 6)]
    [InlineData("30 FFFFFFFFFFFFFFFFFF 01", WireFault.None, 0)]
    [InlineData("B080808080808080808000", WireFault.VarintTooLong, 6)] // a tag of eleven bytes
    [InlineData("02 00", WireFault.TagOutOfRange, 6)] // field number 0
    [InlineData("FAFFFFFF0F 00", WireFault.None, 0)] // field number 2²⁹−1
    [InlineData("8280808010 00", WireFault.TagOutOfRange, 6)] // field number 2²⁹
    [InlineData("AA808080808080808000 01 61", WireFault.None, 0)] // name under a tag padded to ten bytes
    [InlineData("AA808080808080808001 01 61", WireFault.TagOutOfRange, 6)] // a bit far above the tag's 32, which the oracle drops
    [InlineData("2E", WireFault.UnknownWireType, 6)]
    [InlineData("2F", WireFault.UnknownWireType, 6)]
    [InlineData("2C", WireFault.UnmatchedGroup, 6)] // an end without a start
    [InlineData("2B", WireFault.UnmatchedGroup, 6)] // a start without an end
    [InlineData("2B 34", WireFault.UnmatchedGroup, 7)] // ends as another field
    [InlineData("2B 3B 3C 08 01 12 02 FFFF 2C", WireFault.None, 0)] // groups hold anything
    [InlineData("2B 12 04 FFFF 2C", WireFault.Truncated, 7)] // except what reaches past the span
    [InlineData("0A 08 0000000000000000", WireFault.InvalidIdLength, 6)] // trace_id
    [InlineData("12 10 00000000000000000000000000000000", WireFault.InvalidIdLength, 6)] // span_id
    [InlineData("30 02 22 01 00", WireFault.InvalidIdLength, 8)] // parent_span_id, after the kind
    [InlineData("0A 00 12 00 22 00", WireFault.None, 0)] // ids may be empty
    [InlineData("08 01 10 01 20 01", WireFault.None, 0)] // known numbers with another wire type are unknown fields
    [InlineData("2A 01 80", WireFault.InvalidUtf8, 6)] // name
    [InlineData("1A 02 C080", WireFault.InvalidUtf8, 6)] // trace_state: an overlong NUL
    [InlineData("A206 01 80", WireFault.None, 0)] // an unknown field may hold anything
    [InlineData("7A 03 12 01 80", WireFault.InvalidUtf8, 8)] // status.message
    [InlineData("5A 03 12 01 80", WireFault.InvalidUtf8, 8)] // events.name
    public void Check_OneSpan_FindsTheFaultAndItsField(string span, WireFault fault, int offset)
    {
        var request = Requests.WithSpan(Convert.FromHexString(span.Replace(" ", "", StringComparison.Ordinal)));
        using var guarded = new GuardedBuffer(request.Length);

        var result = OtlpWalk.Check(Signal.Traces, guarded.Place(request));

        (result.Fault, result.FaultOffset).ShouldBe((fault, offset));
        WireVerdict.Disagreement(Signal.Traces, request, result).ShouldBeNull();
    }
}
