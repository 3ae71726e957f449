using System.Buffers;
using System.Text;
using System.Text.Json;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Tests.Telemetry;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("quote \" backslash \\ slash /")]
    [InlineData("line\nreturn\rtab\tbell\abackspace\bform\fescape\u001bnul\0end")]
    [InlineData("naïve ключ ☃ 𝄞")]
    [InlineData("\u2028 and \u2029 and \u2027 and \u202A")]
    public void WriteString_OfAnyText_ReadsBackTheSame(string text)
    {
        string json = Write(into => JsonText.WriteString(into, text));

        JsonSerializer.Deserialize<string>(json).ShouldBe(text);
    }

    [Theory]
    [InlineData("<a&b>", "\"<a&b>\"")]
    [InlineData("é☃", "\"é☃\"")]
    [InlineData("\u2028", "\"\\u2028\"")]
    [InlineData("\u0001", "\"\\u0001\"")]
    [InlineData("\u007f", "\"\u007f\"")]
    public void WriteString_OfWhatOthersEscape_DoesAsGo(string text, string json) =>
        Write(into => JsonText.WriteString(into, text)).ShouldBe(json);

    [Fact]
    public void WriteString_OfBytesThatAreNotUtf8_ReplacesThem() =>
        Write(into => JsonText.WriteString(into, [0x61, 0xFF, 0x62])).ShouldBe("\"a\uFFFDb\"");

    [Fact]
    public void WriteString_CutInsideACharacter_StaysInside() =>
        Write(into => JsonText.WriteString(into, [0x61, 0xE2])).ShouldBe("\"a\uFFFD\"");

    [Fact]
    public void WriteValue_OfEachKind_IsJson()
    {
        object?[] values =
            [null, "s", true, 1, -2L, 3UL, 2.5, double.NaN, TimeSpan.FromMilliseconds(200), new InvalidOperationException("no")];

        Write(into => JsonText.WriteValue(into, values)).ShouldBe("""[null, "s", true, 1, -2, 3, 2.5, "NaN", 0.2, "no"]""");
    }

    [Fact]
    public void WriteValue_OfNestedPairs_IsAnObject()
    {
        KeyValuePair<string, object?>[] inner = [KeyValuePair.Create<string, object?>("b", new[] { "x", "y" })];
        KeyValuePair<string, object?>[] outer = [KeyValuePair.Create<string, object?>("a", inner)];

        Write(into => JsonText.WriteObject(into, outer)).ShouldBe("""{"a": {"b": ["x", "y"]}}""");
    }

    private static string Write(Action<IBufferWriter<byte>> write)
    {
        ArrayBufferWriter<byte> into = new();
        write(into);
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }
}
