using HotPath.Hosting.Grpc;
using HotPath.Testing.Grpc;

namespace HotPath.Hosting.Tests.Grpc;

public sealed class GrpcMessageTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text ~ /:\"", "plain text ~ /:\"")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\r\nb\t\u007F", "a%0D%0Ab%09%7F")]
    [InlineData("ü€𝄞", "%C3%BC%E2%82%AC%F0%9D%84%9E")]
    public void Encode_EscapesWhatAHeaderMustNotHold(string text, string encoded)
    {
        GrpcMessageText.Encode(text).ShouldBe(encoded);
        GrpcText.Decode(encoded).ShouldBe(text);
    }

    [Fact]
    public void Encode_OfAHalfSurrogate_IsTheReplacementCharacter() => GrpcMessageText.Encode("\uD834").ShouldBe("%EF%BF%BD");

    [Fact]
    public void Encode_OfEveryCharacter_AgreesWithTheOtherEncoder()
    {
        for (int c = 0; c < 0xD800; c++)
        {
            string text = $"a{(char)c}b";
            GrpcMessageText.Encode(text).ShouldBe(GrpcText.Encode(text));
        }
    }
}
