using HotPath.Components.Exporters.Otlp;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary><c>grpc-timeout</c>: at most eight digits, never zero.</summary>
public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("00:00:05", "5000m")]
    [InlineData("00:00:00.0015", "1500u")]
    [InlineData("00:00:00.0000001", "1u")]
    [InlineData("1.00:00:00", "86400000m")]
    [InlineData("2.00:00:00", "172800S")]
    [InlineData("1000000.00:00:00", "99999999S")]
    public void GrpcTimeout_Limit_IsWrittenInTheFinestUnitThatFits(string limit, string expected) =>
        GrpcChannel.GrpcTimeout(TimeSpan.Parse(limit)).ShouldBe(expected);
}
