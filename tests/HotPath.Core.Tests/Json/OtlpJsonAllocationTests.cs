using System.Buffers;
using System.Text;
using HotPath.Core.Json;
using HotPath.Testing;
using HotPath.Testing.Json;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

public class OtlpJsonAllocationTests
{
    private const int Calls = 20;
    private const int Items = 64;

    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void MeasureAndWrite_SampleRequests_AllocateNothing(Signal signal)
    {
        var json = Transcoding.ToJson(signal, SampleRequests.Of(signal, Items, seed: 1));
        var wire = new byte[OtlpJsonReader.Measure(signal, json).WireBytes];
        var cut = json.AsMemory(0, json.Length / 2);

        Allocations.Of(Calls, () =>
        {
            OtlpJsonReader.Measure(signal, json);
            OtlpJsonReader.Measure(signal, cut.Span);
            OtlpJsonReader.Write(signal, json, wire);
        }).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void MeasureAndWrite_OddJson_AllocatesNothing(Signal signal)
    {
        var random = new Random(7);
        var json = new OddJson(random).Encode(RandomMessages.Request(signal, random, 8));
        var wire = new byte[OtlpJsonReader.Measure(signal, json).WireBytes];

        Allocations.Of(Calls, () => OtlpJsonReader.Write(signal, json, wire)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void WriteJson_IntoAUsedBuffer_AllocatesNothing(Signal signal)
    {
        var request = SampleRequests.Of(signal, Items, seed: 1);
        var into = new ArrayBufferWriter<byte>(1 << 20);

        Allocations.Of(Calls, () =>
        {
            into.ResetWrittenCount();
            OtlpJsonWriter.Write(signal, request, into);
        }).ShouldBe(0);
        Encoding.UTF8.GetString(into.WrittenSpan).ShouldStartWith("{\"resource");
    }
}
