using HotPath.Components.Exporters.Otlp;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary><c>endpoint</c> in the forms that users write it.</summary>
public sealed class GrpcEndpointTests
{
    [Theory]
    [InlineData("tempo:4317", "tempo", 4317, "tempo:4317")]
    [InlineData("http://tempo:4317", "tempo", 4317, "tempo:4317")]
    [InlineData("https://tempo.example.com:443", "tempo.example.com", 443, "tempo.example.com:443")]
    [InlineData("dns:///tempo:4317", "tempo", 4317, "tempo:4317")]
    [InlineData("passthrough:///10.0.0.1:4317", "10.0.0.1", 4317, "10.0.0.1:4317")]
    [InlineData("[::1]:4317", "::1", 4317, "[::1]:4317")]
    [InlineData(":4317", "localhost", 4317, "localhost:4317")]
    public void Parse_HostAndPort_AreFound(string text, string host, int port, string authority)
    {
        GrpcEndpoint endpoint = GrpcEndpoint.Parse(text, out _).ShouldNotBeNull();
        (endpoint.Host, endpoint.Port, endpoint.Authority).ShouldBe((host, port, authority));
        endpoint.IsHttps.ShouldBe(text.StartsWith("https://", StringComparison.Ordinal));
        endpoint.IsHttp.ShouldBe(text.StartsWith("http://", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("unix:///run/otlp.sock", "/run/otlp.sock")]
    [InlineData("unix:run/otlp.sock", "run/otlp.sock")]
    [InlineData("unix-abstract:otlp", "\0otlp")]
    public void Parse_UnixSocket_IsFound(string text, string path)
    {
        GrpcEndpoint endpoint = GrpcEndpoint.Parse(text, out _).ShouldNotBeNull();
        (endpoint.UnixPath, endpoint.Port, endpoint.Authority).ShouldBe((path, 0, "localhost"));
    }

    [Theory]
    [InlineData("", "requires a non-empty \"endpoint\"")]
    [InlineData("https://", "requires a non-empty \"endpoint\"")]
    [InlineData("tempo", "missing port in address; OTLP over gRPC has 4317: write tempo:4317")]
    [InlineData("[::1]", "missing port in address")]
    [InlineData("::1:4317", "too many colons in address")]
    [InlineData("tempo:grpc", "invalid port 'grpc'")]
    [InlineData("tempo:0", "invalid port '0'")]
    [InlineData("tempo:65536", "invalid port '65536'")]
    [InlineData("http://tempo:4317/v1/traces", "invalid port '4317/v1/traces'")]
    [InlineData("unix:", "no path to a unix socket")]
    [InlineData("unix://run/otlp.sock", "no path to a unix socket")]
    [InlineData("xds:///tempo", "the scheme 'xds'")]
    [InlineData("dns://8.8.8.8/tempo:4317", "the scheme 'dns'")]
    public void Parse_Mistake_IsNamedWithItsRemedy(string text, string fault)
    {
        GrpcEndpoint.Parse(text, out string found).ShouldBeNull();
        found.ShouldContain(fault);
    }
}
