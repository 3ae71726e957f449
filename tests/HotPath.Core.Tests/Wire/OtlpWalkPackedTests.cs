using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>Repeated scalars, packed and not, as the oracle takes them: its odd reading of lengths that overflow included.</summary>
public class OtlpWalkPackedTests
{
    [Theory]
    [InlineData("32 08 0102030405060708", WireFault.None)] // HistogramDataPoint.bucket_counts, packed fixed64
    [InlineData("32 00", WireFault.None)]
    [InlineData("32 07 01020304050607", WireFault.Truncated)]
    [InlineData("32 0C 010203040506070801020304", WireFault.Truncated)]
    [InlineData("31 0102030405060708 31 0102030405060708", WireFault.None)] // not packed
    [InlineData("31 01020304050607", WireFault.Truncated)]
    [InlineData("32 7F 01", WireFault.Truncated)] // past the end
    [InlineData("32 FFFFFFFF0F 31 0102030405060708", WireFault.None)] // length −1: nothing packed, and the next field follows
    [InlineData("32 FFFFFFFF0F 31 01020304050607", WireFault.Truncated)]
    [InlineData("32 FFFFFFFF07 31 0102030405060708", WireFault.None)] // the greatest int: the end overflows
    [InlineData("32 80FFFFFF07 31 0102030405060708", WireFault.Truncated)] // a little less: it does not
    [InlineData("22 FFFFFFFF0F 31 0102030405060708", WireFault.Truncated)] // count (4) is not repeated, so this is an unknown field
    public void Check_PackedFixed64_AgreesWithTheOracle(string point, WireFault fault) =>
        ShouldBe(9, Convert.FromHexString(point.Replace(" ", "", StringComparison.Ordinal)), fault);

    [Theory]
    [InlineData("12 03 01 8001", WireFault.None)] // Buckets.bucket_counts, packed varints
    [InlineData("12 02 01 80", WireFault.Truncated)] // the last varint reaches past the field
    [InlineData("12 0B FFFFFFFFFFFFFFFFFFFF01", WireFault.VarintTooLong)]
    [InlineData("10 8001 10 01", WireFault.None)] // not packed
    [InlineData("12 FFFFFFFF0F 10 01", WireFault.None)] // length −1
    public void Check_PackedVarints_AgreesWithTheOracle(string buckets, WireFault fault) =>
        ShouldBe(10, Requests.Field(8, Convert.FromHexString(buckets.Replace(" ", "", StringComparison.Ordinal))), fault);

    private static void ShouldBe(int metricData, byte[] point, WireFault fault)
    {
        var metric = Requests.Field(metricData, Requests.Field(1, point));
        var request = Requests.Field(1, Requests.Field(2, Requests.Field(2, metric)));

        var result = OtlpWalk.Check(Signal.Metrics, request);

        result.Fault.ShouldBe(fault);
        WireVerdict.Disagreement(Signal.Metrics, request, result).ShouldBeNull();
    }
}
