using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Tests.Receivers.Otlp;

public sealed class HttpServerConfigTests
{
    private readonly ConfigErrors _errors = new();

    [Theory]
    [InlineData("http:")]
    [InlineData("http: {}")]
    public void Http_WithoutKeys_HasTheDefaults(string http)
    {
        HttpServerPlan plan = Http(http);

        _errors.Errors.ShouldBeEmpty();
        plan.Address.ToString().ShouldBe("localhost:4318");
        plan.MaxBodyBytes.ShouldBe(64 << 20);
        plan.Encodings.ShouldBe(["", "gzip", "zstd", "zlib", "snappy", "deflate", "lz4", "x-snappy-framed"]);
        plan.Cors.ShouldBeNull();
        plan.ResponseHeaders.ShouldBeEmpty();
        plan.Timeouts.ShouldBe(HttpTimeoutsPlan.Default);
        plan.KeepAlives.ShouldBeTrue();
        plan.Paths.ShouldBe(new HttpPathsPlan("/v1/traces", "/v1/metrics", "/v1/logs"));
    }

    [Fact]
    public void Http_WithEveryKey_IsTaken()
    {
        HttpServerPlan plan = Http(
            """
            http:
              endpoint: 0.0.0.0:14318
              transport: tcp
              max_request_body_size: 1000000
              compression_algorithms: ["", zstd, lz4]
              include_metadata: true
              read_timeout: 11s
              read_header_timeout: 12s
              write_timeout: 0s
              idle_timeout: 13s
              keep_alives_enabled: false
              traces_url_path: /custom/traces
              metrics_url_path: m
              logs_url_path: l
              response_headers: {X-Tier: edge}
              cors:
                allowed_origins: ["https://*.Example.com"]
                allowed_headers: [X-Team]
                exposed_headers: [X-One]
                max_age: 600
            """);

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldBeEmpty();
        plan.Address.ToString().ShouldBe("0.0.0.0:14318");
        plan.MaxBodyBytes.ShouldBe(1_000_000);
        plan.Encodings.ShouldBe(["", "zstd", "lz4"]);
        plan.Timeouts.ShouldBe(new HttpTimeoutsPlan(TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(13)));
        plan.KeepAlives.ShouldBeFalse();
        plan.IncludeMetadata.ShouldBeTrue();
        plan.Paths.ShouldBe(new HttpPathsPlan("/custom/traces", "/m", "/l"));
        plan.Paths.Of(Signal.Metrics).ShouldBe("/m");
        plan.ResponseHeaders.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("X-Tier", new Opaque("edge")));
        plan.Cors.ShouldNotBeNull().AllowedOrigins.ShouldBe(["https://*.example.com"]);
        plan.Cors.AllowedHeaders.ShouldBe(["x-team"]);
        plan.Cors.ExposedHeaders.ShouldBe(["X-One"]);
        plan.Cors.MaxAgeSeconds.ShouldBe(600);
    }

    [Theory]
    [InlineData("dialer: {timeout: 1s}", "dialer")]
    [InlineData("write_timeout: 5s", "write_timeout")]
    public void Key_ThatIsNotBuilt_IsRefusedByName(string line, string key)
    {
        Http($"http: {{{line}}}");

        ConfigError error = _errors.Errors.ShouldHaveSingleItem();
        error.Path.ShouldBe($"receivers::otlp::protocols::http::{key}");
        error.Message.ShouldContain("not built in HotPath yet");
    }

    [Theory]
    [InlineData("endpoint: localhost", "endpoint", "write localhost:4318")]
    [InlineData("compression_algorithms: [br]", "compression_algorithms", "must be one of gzip")]
    [InlineData("logs_url_path: /v1/traces", "logs_url_path", "path of its own")]
    [InlineData("response_headers: {Content-Length: \"5\"}", "response_headers::Content-Length", "can be set")]
    [InlineData("response_headers: {X: \"a\\nb\"}", "response_headers::X", "printable ASCII")]
    [InlineData("cors: {allowed_origins: [\"*a*\"]}", "cors::allowed_origins", "more than one *")]
    [InlineData("cors: {allowed_origins: [a], exposed_headers: [\"b c\"]}", "cors::exposed_headers", "not a header's name")]
    [InlineData("max_request_body_sise: 1", "max_request_body_sise", "did you mean")]
    public void Value_ThatIsWrong_IsAnErrorAtItsKey(string line, string key, string says)
    {
        Http($"http: {{{line}}}");

        ConfigError error = _errors.Errors.ShouldHaveSingleItem();
        error.Path.ShouldBe($"receivers::otlp::protocols::http::{key}");
        error.Message.ShouldContain(says);
    }

    [Fact]
    public void Cors_WithoutOrigins_IsOffWithAWarning()
    {
        Http("http: {cors: {max_age: 5}}").Cors.ShouldBeNull();

        _errors.Warnings.ShouldHaveSingleItem().Path.ShouldBe("receivers::otlp::protocols::http::cors::allowed_origins");
    }

    [Fact]
    public void Receiver_WithBothProtocols_ListensOnBoth()
    {
        OtlpReceiverPlan plan = Read("grpc:\n      http:");

        _errors.Errors.ShouldBeEmpty();
        plan.Listeners.Select(listener => listener.ToString()).ShouldBe(["localhost:4317", "localhost:4318"]);
    }

    private HttpServerPlan Http(string yaml)
    {
        OtlpReceiverPlan plan = Read(yaml.ReplaceLineEndings("\n      "));
        plan.Grpc.ShouldBeNull();
        return plan.Http.ShouldNotBeNull();
    }

    private OtlpReceiverPlan Read(string protocols)
    {
        ConfigNode root = ConfigComposer.FromText($"receivers:\n  otlp:\n    protocols:\n      {protocols}\n", "test.yaml", _errors);
        ReceiverPlan plan = new OtlpReceiverFactory().Read(
            new ComponentId("otlp", ""), new ConfigMap(root["receivers"]!["otlp"]!, _errors));
        return plan.ShouldBeOfType<OtlpReceiverPlan>();
    }
}
