using HotPath.Components.Exporters.OtlpHttp;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Queue;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary>The keys of <c>otlp_http</c>, as the Collector has them.</summary>
public sealed class OtlpHttpExporterFactoryTests
{
    private const string Minimal = "endpoint: http://tempo:4318";

    private static OtlpHttpExporterPlan Valid(string yaml)
    {
        OtlpHttpExporterPlan plan = OtlpHttpRig.Read(yaml, out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        return plan;
    }

    private static string[] Errors(string yaml)
    {
        OtlpHttpRig.Read(yaml, out ConfigErrors errors);
        return [.. errors.Errors.Select(error => error.ToString())];
    }

    private static string[] Warnings(string yaml)
    {
        OtlpHttpRig.Read(yaml, out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        return [.. errors.Warnings.Select(error => error.ToString())];
    }

    [Fact]
    public void Types_AreTheNewNameAndTheOneInUse() => new OtlpHttpExporterFactory().Types.ShouldBe(["otlp_http", "otlphttp"]);

    [Fact]
    public void Read_EndpointOnly_IsTheCollectorsDefaults()
    {
        OtlpHttpExporterPlan plan = Valid(Minimal);
        plan.Chain.ShouldBe(new ExportPlan(QueuePlan.Default, RetryPlan.Default, TimeSpan.FromSeconds(30)));
        (plan.Client.Compression.Encoding, plan.Client.Compression.Level).ShouldBe(("gzip", 1));
        plan.Client.Headers.ShouldBeEmpty();
        plan.Client.Pool.ShouldBe(new HttpPoolPlan(
            0, TimeSpan.FromSeconds(90), KeepAlive: true, Http2: true, TimeSpan.Zero, TimeSpan.FromSeconds(15), Cookies: false));
        plan.Client.Endpoints.Of(Signal.Traces)!.Url.ToString().ShouldBe("http://tempo:4318/v1/traces");
        plan.Client.Endpoints.Of(Signal.Metrics)!.Url.ToString().ShouldBe("http://tempo:4318/v1/metrics");
        plan.Client.Endpoints.Of(Signal.Logs)!.Url.ToString().ShouldBe("http://tempo:4318/v1/logs");
        plan.Client.Endpoints.Of(Signal.Profiles)!.Url.ToString().ShouldBe("http://tempo:4318/v1development/profiles");
        plan.Targets.ShouldHaveSingleItem().ToString().ShouldBe("tempo:4318");
    }

    [Fact]
    public void Read_EndpointsOfTheirOwn_AreAllTargets() =>
        Valid("{endpoint: 'http://a:4318', logs_endpoint: 'https://b/l', metrics_endpoint: 'http://[::1]:9/m'}")
            .Targets.Select(target => target.ToString()).ShouldBe(["a:4318", "[::1]:9", "b:443"]);

    [Fact]
    public void CreateExporter_NoUrlForTheSignal_SaysWhichKeyIsMissing() =>
        Should.Throw<InvalidOperationException>(() => OtlpHttpRig.Create("traces_endpoint: 'http://a/t'", Signal.Logs))
            .Message.ShouldBe("exporters::otlp_http: it sends logs nowhere; write endpoint or logs_endpoint under exporters::otlp_http");

    [Theory]
    [InlineData("compression: none", "", 1)]
    [InlineData("compression: ''", "", 1)]
    [InlineData("compression: zlib", "zlib", 1)]
    [InlineData("compression: deflate", "deflate", 1)]
    [InlineData("compression: snappy", "snappy", 1)]
    [InlineData("compression: x-snappy-framed", "x-snappy-framed", 1)]
    [InlineData("compression: lz4", "lz4", 1)]
    [InlineData("compression: zstd", "zstd", 1)]
    [InlineData("compression: zstd\ncompression_params: {level: 11}", "zstd", 11)]
    [InlineData("compression_params: {level: 9}", "gzip", 9)]
    [InlineData("compression_params: {level: -1}", "gzip", -1)]
    [InlineData("compression_params: {level: -2}", "gzip", -2)]
    [InlineData("compression_params: {level: 0}", "gzip", 1)]
    public void Read_Compression_HasALevel(string key, string encoding, int level)
    {
        OtlpHttpExporterPlan plan = Valid($"{Minimal}\n{key}");
        (plan.Client.Compression.Encoding, plan.Client.Compression.Level).ShouldBe((encoding, level));
    }

    [Theory]
    [InlineData("encoding: proto", false)]
    [InlineData("encoding: json", true)]
    public void Read_Encoding_IsProtobufOrJson(string key, bool json) => Valid($"{Minimal}\n{key}").AsJson.ShouldBe(json);

    [Fact]
    public void Read_PoolKeys_BecomeTheClients()
    {
        OtlpHttpExporterPlan plan = Valid(
            $"{Minimal}\nmax_conns_per_host: 3\nidle_conn_timeout: 5s\nhttp2_read_idle_timeout: 10s\nhttp2_ping_timeout: 2s\n"
            + "cookies: {enabled: true}");
        using SocketsHttpHandler handler =
            HttpChannel.CreateHandler(plan.Client, new Uri("http://tempo:4318"), plan.Id, TimeProvider.System, NullLogger.Instance);
        handler.MaxConnectionsPerServer.ShouldBe(3);
        handler.PooledConnectionIdleTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout).ShouldBe((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2)));
        handler.UseCookies.ShouldBeTrue();
    }

    [Theory]
    [InlineData("headers: {X-Token: secret, x-zwei: '2'}")]
    [InlineData("headers: [{name: X-Token, value: secret}, {name: x-zwei, value: '2'}]")]
    public void Read_Headers_AreReadAsMapOrList(string headers)
    {
        OtlpHttpExporterPlan plan = Valid($"{Minimal}\n{headers}");
        plan.Client.Headers.Select(header => (header.Key, header.Value.Secret)).ShouldBe([("X-Token", "secret"), ("x-zwei", "2")]);
        plan.ToString().ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("write_buffer_size: 524288", "has no effect")]
    [InlineData("max_idle_conns: 100", "kept until idle_conn_timeout")]
    [InlineData("max_idle_conns_per_host: 1", "kept until idle_conn_timeout")]
    [InlineData("http2_ping_timeout: 10ms", "raised to 1s")]
    [InlineData("http2_read_idle_timeout: 10ms", "raised to 1s")]
    [InlineData("compression: zstd\ncompression_params: {level: 22}", "22 is served as 11")]
    public void Read_KeyThatChangesNothing_IsWarnedOf(string key, string warning) =>
        Warnings($"{Minimal}\n{key}").ShouldHaveSingleItem().ShouldContain(warning);

    [Theory]
    [InlineData("compression: snappy\ncompression_params: {level: 1}", "level 1 for 'snappy', which has no levels")]
    [InlineData("compression: lz4\ncompression_params: {level: -1}", "level -1 for 'lz4', which has no levels")]
    [InlineData("compression: brotli", "must be one of")]
    [InlineData("compression_params: {level: 10}", "compression_params::level: unsupported compression level 10 for 'gzip'")]
    [InlineData("compression_params: {level: -3}", "unsupported compression level -3")]
    [InlineData("compression: none\ncompression_params: {level: 3}", "without compression there is none")]
    [InlineData("encoding: xml", "must be one of")]
    [InlineData("middlewares: [{id: x}]", "middlewares: known to the Collector, but not built")]
    [InlineData("proxy_url: http://proxy:3128", "proxy_url: known to the Collector, but not built")]
    [InlineData("traces_endpoint: ftp://a/t", "traces_endpoint: 'ftp://a/t': the scheme 'ftp'")]
    [InlineData("traces_endpoint: http://", "is not a URL")]
    [InlineData("traces_endpoint: http://me:pw@a/t", "must not hold credentials")]
    [InlineData("headers: {'x y': a}", "'x y' is not a header's name")]
    [InlineData("headers: {x: \"a\\u00e4\"}", "not printable ASCII")]
    [InlineData("headers: {X: a, x: b}", "written twice")]
    [InlineData("headers: {Content-Encoding: br}", "use compression")]
    [InlineData("headers: {transfer-encoding: chunked}", "the exporter's own to write")]
    [InlineData("tls: {cert_file: /a.crt}", "tls::cert_file: for auth via TLS, provide both certificate and key")]
    [InlineData("tls: {min_version: '1.0', max_version: '1.1'}", "needs TLS 1.2 or later")]
    [InlineData("timeout: -1s", "timeout: ")]
    [InlineData("max_conns_per_host: -1", "max_conns_per_host: ")]
    [InlineData("cookies: {enable: true}", "unknown key; did you mean 'enabled'?")]
    [InlineData("endpont: x", "endpont: unknown key; did you mean 'endpoint'?")]
    public void Read_Mistake_IsNamed(string key, string error) => Errors($"{Minimal}\n{key}").ShouldHaveSingleItem().ShouldContain(error);

    [Theory]
    [InlineData("{}", "at least one endpoint must be specified: write endpoint: http://host:4318")]
    [InlineData("endpoint: tempo:4318", "'tempo:4318' has no scheme; write a full URL: http://tempo:4318")]
    public void Read_NoUsableEndpoint_IsAnErrorAndNoTarget(string yaml, string error)
    {
        OtlpHttpRig.Read(yaml, out ConfigErrors errors).Targets.ShouldBeEmpty();
        errors.Errors.ShouldHaveSingleItem().Message.ShouldBe(error);
    }
}
