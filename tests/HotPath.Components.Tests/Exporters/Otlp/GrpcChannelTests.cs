using HotPath.Components.Exporters.Otlp;
using HotPath.Engine.Config;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>What a plan makes of .NET's client.</summary>
public sealed class GrpcChannelTests
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

    private static SocketsHttpHandler Handler(string yaml) =>
        GrpcChannel.CreateHandler(OtlpRig.Read(yaml, out _).Client, new ComponentId("otlp", ""));

    [Fact]
    public void CreateHandler_NoKeepalive_SendsNoPings()
    {
        using SocketsHttpHandler handler = Handler("endpoint: tempo:4317");
        handler.KeepAlivePingDelay.ShouldBe(Timeout.InfiniteTimeSpan);
    }

    [Theory]
    [InlineData("false", HttpKeepAlivePingPolicy.WithActiveRequests)]
    [InlineData("true", HttpKeepAlivePingPolicy.Always)]
    public void CreateHandler_Keepalive_PingsAsConfigured(string withoutStream, HttpKeepAlivePingPolicy policy)
    {
        string keepalive = $"{{time: 30s, timeout: 7s, permit_without_stream: {withoutStream}}}";
        using SocketsHttpHandler handler = Handler($"{{endpoint: 'tempo:4317', keepalive: {keepalive}}}");
        (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout, handler.KeepAlivePingPolicy)
            .ShouldBe((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(7), policy));
    }
}
