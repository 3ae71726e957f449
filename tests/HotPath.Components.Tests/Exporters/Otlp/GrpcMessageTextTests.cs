using HotPath.Components.Exporters.Otlp;
using HotPath.Testing.Grpc;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary><c>grpc-message</c>, encoded by the tests' own code.</summary>
public sealed class GrpcMessageTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("100 % größer\nas 日本 🚀")]
    public void Decode_Encoded_IsTheText(string text) => GrpcMessageText.Decode(GrpcText.Encode(text)).ShouldBe(text);

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("a%41", "aA")]
    [InlineData("%+1", "%+1")]
    public void Decode_BrokenEscapes_StayAsTheyAre(string text, string expected) => GrpcMessageText.Decode(text).ShouldBe(expected);

    [Fact]
    public void Decode_VeryLong_IsCut() => GrpcMessageText.Decode(new string('x', 100_000)).Length.ShouldBe(GrpcMessageText.MaxBytes);
}
