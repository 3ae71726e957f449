using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>
/// UTF-8 at every place of strings of every length that the wide kernels treat apart: one load, two, overlapping ones, the slow way; with
/// the request going on behind the string, or ending with it at a closed page.
/// </summary>
public class OtlpWalkTextTests
{
    private const int Longest = 140;

    private static readonly byte[] Number = [0x18, 0xAC, 0x02];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Check_NonAsciiAtEveryPlaceOfAStringValue_FoundIfInvalid(bool goesOn) =>
        EveryPlace((text, _) => Requests.WithAttribute(Requests.KeyValue("key"u8.ToArray(), Requests.Text(text)), goesOn));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Check_NonAsciiAtEveryPlaceOfAKey_FoundIfInvalid(bool goesOn) =>
        EveryPlace((text, at) =>
            Requests.WithAttribute(Requests.KeyValue(text, at % 2 == 0 ? Number : Requests.Text("v"u8.ToArray())), goesOn));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Check_NonAsciiAtEveryPlaceOfAName_FoundIfInvalid(bool goesOn) =>
        EveryPlace((text, _) => Requests.WithSpan(Requests.Join(Requests.Field(5, text), goesOn ? Requests.Field(3, new byte[100]) : [])));

    private static void EveryPlace(Func<byte[], int, byte[]> request)
    {
        using var guarded = new GuardedBuffer(1000);
        for (var length = 0; length <= Longest; length++)
        {
            var text = new byte[length];
            text.AsSpan().Fill((byte)'a');
            Fault(text, 0).ShouldBe(WireFault.None);
            for (var at = 0; at < length; at++)
            {
                // A lead byte without what must follow; then, where there is room, with it.
                text[at] = 0xC3;
                Fault(text, at).ShouldBe(WireFault.InvalidUtf8, $"{length} bytes, at {at}");
                if (at + 1 < length)
                {
                    text[at + 1] = 0xA9;
                    Fault(text, at).ShouldBe(WireFault.None, $"{length} bytes, at {at}");
                    text[at + 1] = (byte)'a';
                }

                text[at] = (byte)'a';
            }
        }

        WireFault Fault(byte[] text, int at) => OtlpWalk.Check(Signal.Traces, guarded.Place(request(text, at))).Fault;
    }
}
