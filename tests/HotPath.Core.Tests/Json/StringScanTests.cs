using HotPath.Testing.Json;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

public class StringScanTests
{
    private const int Most = 100;

    [Fact]
    public void Stop_EveryLengthOffsetAndStop_IsWhatTheScalarTwinSays()
    {
        using var guarded = new GuardedBuffer(Most);
        for (var length = 0; length <= Most; length++)
        {
            for (var stop = 0; stop <= length; stop++)
            {
                var text = Enumerable.Repeat((byte)'x', length).ToArray();
                if (stop < length)
                {
                    text[stop] = (byte)"\"\\\n\0\u001F"[(length + stop) % 5];
                }

                if (length > 0)
                {
                    // Before the stop or behind it.
                    text[(stop * 7) % length] |= 0x80;
                }

                Compare(guarded.Place(text));
            }
        }
    }

    [Fact]
    public void Stop_EveryByte_StopsOrIsPassedOver()
    {
        using var guarded = new GuardedBuffer(Most);
        for (var value = 0; value < 256; value++)
        {
            foreach (var at in new[] { 0, 1, 31, 32, 63, 70 })
            {
                var text = Enumerable.Repeat((byte)'x', 80).ToArray();
                text[at] = (byte)value;
                Compare(guarded.Place(text));
            }
        }
    }

    private static void Compare(ReadOnlySpan<byte> text) =>
        JsonPieces.Stop(text).ShouldBe(JsonPieces.StopPlain(text), $"{text.Length} bytes");
}
