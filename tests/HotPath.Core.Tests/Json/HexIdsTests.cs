using System.Text;
using HotPath.Testing.Json;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

public class HexIdsTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void TryDecode_EveryByteAtEveryPlace_IsWhatTheLibrarySays(int bytes)
    {
        var random = new Random(bytes);
        using var guarded = new GuardedBuffer(2 * bytes);
        using var room = new GuardedBuffer(bytes);
        var id = new byte[bytes];
        for (var at = 0; at < 2 * bytes; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                random.NextBytes(id);
                var hex = Encoding.ASCII.GetBytes(value % 2 == 0 ? Convert.ToHexString(id) : Convert.ToHexStringLower(id));
                hex[at] = (byte)value;
                var isHex = char.IsAsciiHexDigit((char)value);
                var into = room.Take(bytes);
                JsonPieces.TryDecodeHex(guarded.Place(hex), into).ShouldBe(isHex);
                if (isHex)
                {
                    into.SequenceEqual(Convert.FromHexString(Encoding.ASCII.GetString(hex))).ShouldBeTrue();
                }
            }
        }
    }
}
