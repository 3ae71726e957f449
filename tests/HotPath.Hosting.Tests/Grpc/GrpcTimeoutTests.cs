using HotPath.Hosting.Grpc;

namespace HotPath.Hosting.Tests.Grpc;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("0S", 0)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("1500m", 15_000_000)]
    [InlineData("7u", 70)]
    [InlineData("100n", 1)]
    [InlineData("101n", 2)]
    [InlineData("1n", 1)]
    [InlineData("99999999H", 3_599_999_964_000_000_000)]
    [InlineData("00000001S", 10_000_000)]
    public void TryParse_OfATimeout_IsItsTicks(string text, long ticks)
    {
        GrpcTimeout.TryParse(text, out TimeSpan timeout).ShouldBeTrue();
        timeout.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("10")]
    [InlineData("1s")]
    [InlineData("1.5S")]
    [InlineData("+1S")]
    [InlineData("-1S")]
    [InlineData(" 1S")]
    [InlineData("1 S")]
    [InlineData("123456789m")]
    [InlineData("١S")]
    public void TryParse_OfAnythingElse_IsFalse(string text) => GrpcTimeout.TryParse(text, out _).ShouldBeFalse();
}
