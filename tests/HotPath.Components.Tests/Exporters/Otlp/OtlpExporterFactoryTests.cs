using HotPath.Components.Exporters.Otlp;
using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Queue;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>The keys of <c>otlp_grpc</c>, as the Collector has them.</summary>
public sealed class OtlpExporterFactoryTests
{
    private const string Minimal = "endpoint: tempo:4317";

    private static OtlpExporterPlan Valid(string yaml)
    {
        OtlpExporterPlan plan = OtlpRig.Read(yaml, out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        return plan;
    }

    private static string[] Errors(string yaml)
    {
        OtlpRig.Read(yaml, out ConfigErrors errors);
        return [.. errors.Errors.Select(error => error.ToString())];
    }

    private static string[] Warnings(string yaml)
    {
        OtlpRig.Read(yaml, out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        return [.. errors.Warnings.Select(error => error.ToString())];
    }

    [Fact]
    public void Types_AreTheNewNameAndTheOneInUse() => new OtlpExporterFactory().Types.ShouldBe(["otlp_grpc", "otlp"]);

    [Fact]
    public void Read_EndpointOnly_IsTheCollectorsDefaults()
    {
        OtlpExporterPlan plan = Valid(Minimal);
        plan.Chain.ShouldBe(new ExportPlan(QueuePlan.Default, RetryPlan.Default, TimeSpan.FromSeconds(5)));
        plan.Client.Compression.ShouldBe(Compression.Gzip);
        plan.Client.Tls.ShouldNotBeNull("TLS is on unless insecure says otherwise");
        plan.Client.Keepalive.ShouldBeNull();
        plan.Client.Headers.ShouldBeEmpty();
        plan.Client.UserAgent.ShouldMatch(@"^HotPath/\d+\.\d+\.\d+ \(linux/(amd64|arm64)\)$");
        plan.Target.ShouldNotBeNull().ToString().ShouldBe("tempo:4317");
    }

    [Theory]
    [InlineData("endpoint: tempo:4317, tls: {insecure: true}", false)]
    [InlineData("endpoint: http://tempo:4317, tls: {insecure: true}", false)]
    [InlineData("endpoint: http://tempo:4317", true)]
    [InlineData("endpoint: https://tempo:4317, tls: {insecure: true}", true)]
    [InlineData("endpoint: tempo:4317, tls: {insecure: true, ca_file: /ca.pem}", true)]
    [InlineData("endpoint: tempo:4317, tls: {insecure: false}", true)]
    public void Read_TlsOrNot_IsDecidedAsInTheCollector(string keys, bool tls) =>
        (Valid($"{{{keys}}}").Client.Tls is not null).ShouldBe(tls);

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("none", false)]
    [InlineData("''", false)]
    public void Read_Compression_IsGzipOrNone(string word, bool gzip) =>
        (Valid($"{Minimal}\ncompression: {word}").Client.Compression == Compression.Gzip).ShouldBe(gzip);

    [Fact]
    public void Read_Keepalive_HasTheCollectorsDefaultsWhenWritten() =>
        Valid($"{Minimal}\nkeepalive: {{}}").Client.Keepalive
            .ShouldBe(new KeepalivePlan(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), WithoutStream: false));

    [Fact]
    public void Read_KeepaliveKeys_AreReadWithinWhatGrpcAndDotnetAllow()
    {
        string yaml = $"{Minimal}\nkeepalive: {{time: 1s, timeout: 10ms, permit_without_stream: true}}";
        Valid(yaml).Client.Keepalive.ShouldBe(new KeepalivePlan(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), WithoutStream: true));
        Warnings(yaml).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("headers: {X-Token: secret, x-zwei: '2'}")]
    [InlineData("headers: [{name: X-Token, value: secret}, {name: x-zwei, value: '2'}]")]
    public void Read_Headers_AreReadAsMapOrList(string headers)
    {
        OtlpExporterPlan plan = Valid($"{Minimal}\n{headers}");
        plan.Client.Headers.Select(header => (header.Key, header.Value.Secret)).ShouldBe([("x-token", "secret"), ("x-zwei", "2")]);
        plan.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public void Read_BinaryHeader_IsBase64WithoutPadding() =>
        Valid($"{Minimal}\nheaders: {{x-bin: 'ä'}}").Client.Headers.Single().Value.Secret.ShouldBe("w6Q");

    [Theory]
    [InlineData("headers: {user-agent: me}", "user_agent")]
    [InlineData("headers: {Host: tempo}", "use authority")]
    [InlineData("headers: {grpc-timeout: 5S}", "use timeout")]
    [InlineData("balancer_name: round_robin\nhotpath: {transport: httpclient}", "to the first address that answers")]
    [InlineData("write_buffer_size: 524288", "has no effect")]
    [InlineData("endpoint: http://tempo:4317", "tls: {insecure: true}")]
    public void Read_KeyThatChangesNothing_IsWarnedOf(string key, string warning) =>
        Warnings(key.StartsWith("endpoint", StringComparison.Ordinal) ? key : $"{Minimal}\n{key}")
            .ShouldHaveSingleItem().ShouldContain(warning);

    [Theory]
    [InlineData("compression: lz4", "must be one of")]
    [InlineData("compression: brotli", "must be one of")]
    [InlineData("middlewares: [{id: x}]", "middlewares: known to the Collector, but not built")]
    [InlineData("wait_for_ready: true\nhotpath: {transport: httpclient}", "hotpath::transport: httpclient does not know wait_for_ready")]
    [InlineData("hotpath: {transport: http3}", "hotpath::transport: must be one of")]
    [InlineData("balancer_name: ring_hash", "balancer_name: must be one of")]
    [InlineData("headers: {'x y': a}", "'x y' is not a header's name")]
    [InlineData("headers: {x: \"a\\u00e4\"}", "not printable ASCII")]
    [InlineData("headers: {X: a, x: b}", "written twice")]
    [InlineData("user_agent: \"a\\nb\"", "user_agent: ")]
    [InlineData("authority: a.example\ntls: {server_name_override: b.example}", "both name the server")]
    [InlineData("tls: {cert_file: /a.crt}", "tls::cert_file: for auth via TLS, provide both certificate and key")]
    [InlineData("tls: {ca_file: /a, ca_pem: b}", "tls::ca_pem: provide either ca_file or ca_pem, but not both")]
    [InlineData("tls: {min_version: '1.3', max_version: '1.2'}", "min_version cannot be greater than max_version")]
    [InlineData("tls: {min_version: '1.0', max_version: '1.1'}", "needs TLS 1.2 or later")]
    [InlineData(
        "tls: {cert_file: a, key_file: b, reload_interval: 1h}\nhotpath: {transport: httpclient}", "httpclient reads its certificate once")]
    [InlineData("tls: {insecur: true}", "unknown key; did you mean 'insecure'?")]
    [InlineData("timeout: -1s", "timeout: ")]
    [InlineData("endpont: x", "endpont: unknown key; did you mean 'endpoint'?")]
    public void Read_Mistake_IsNamed(string key, string error) => Errors($"{Minimal}\n{key}").ShouldHaveSingleItem().ShouldContain(error);

    [Theory]
    [InlineData("", GrpcBalancer.RoundRobin, GrpcTransportKind.Own)]
    [InlineData("balancer_name: pick_first", GrpcBalancer.PickFirst, GrpcTransportKind.Own)]
    [InlineData("hotpath: {transport: httpclient}", GrpcBalancer.RoundRobin, GrpcTransportKind.HttpClient)]
    public void Read_BalancerAndTransport_AreRead(string keys, object balancer, object transport)
    {
        OtlpExporterPlan plan = Valid($"{Minimal}\n{keys}");
        (plan.Client.Balancer, plan.Client.Transport).ShouldBe(((GrpcBalancer)balancer, (GrpcTransportKind)transport));
    }

    [Fact]
    public void Read_UnixSocketOverHttpClient_IsRefused()
    {
        OtlpRig.Read("{endpoint: 'unix:///run/o.sock', hotpath: {transport: httpclient}}", out ConfigErrors errors);
        errors.Errors.ShouldHaveSingleItem().Message.ShouldContain("cannot reach a unix socket");
    }

    [Fact]
    public void Read_NoEndpoint_IsAnErrorAndNoTarget()
    {
        OtlpRig.Read("{}", out ConfigErrors errors).Target.ShouldBeNull();
        errors.Errors.ShouldHaveSingleItem().Message.ShouldContain("requires a non-empty \"endpoint\"");
    }
}
