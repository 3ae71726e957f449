using HotPath.Components.Extensions.HealthCheck;
using HotPath.Engine.Config;

namespace HotPath.Components.Tests.Extensions.HealthCheck;

public sealed class HealthCheckFactoryTests
{
    private readonly ConfigErrors _errors = new();

    [Fact]
    public void Read_WithoutKeys_HasTheDefaults()
    {
        HealthCheckPlan plan = Read("{}");

        _errors.Errors.ShouldBeEmpty();
        plan.Http!.Address.ToString().ShouldBe("localhost:13133");
        plan.Path.ShouldBe("/");
        plan.Body.ShouldBeNull();
    }

    [Fact]
    public void Read_WithEveryKey_IsTaken()
    {
        HealthCheckPlan plan =
            Read("{endpoint: 0.0.0.0:1234, path: /health, response_body: {healthy: I'm fine, unhealthy: oh}, use_v2: false}");

        _errors.Errors.ShouldBeEmpty();
        plan.Http!.Address.ToString().ShouldBe("0.0.0.0:1234");
        plan.Path.ShouldBe("/health");
        plan.Body.ShouldBe(new HealthBodyPlan("I'm fine", "oh"));
    }

    [Fact]
    public void Read_PipelineCheck_IsTakenWithAWarning()
    {
        Read("{check_collector_pipeline: {enabled: true, interval: 5m, exporter_failure_threshold: 3}}");

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldHaveSingleItem().Message.ShouldContain("has no effect, as in the Collector");
    }

    [Theory]
    [InlineData("{auth: {authenticator: x}}", "auth")]
    [InlineData("{idle_timeout: 1m}", "idle_timeout")]
    [InlineData("{use_v2: true, http: {cors: {}}}", "http::cors")]
    [InlineData("{use_v2: true, grpc: {keepalive: {}}}", "grpc::keepalive")]
    public void Read_WhatIsNotBuilt_IsRefusedByName(string yaml, string key)
    {
        Read(yaml);

        ConfigError error = _errors.Errors.ShouldHaveSingleItem();
        error.Path.ShouldBe(key);
        error.Message.ShouldContain("not built in HotPath yet");
    }

    [Theory]
    [InlineData("{path: health}", "write /health")]
    [InlineData("{endpoint: 'localhost:99999'}", "no valid port")]
    [InlineData("{use_v2: true}", "must specify at least one protocol")]
    [InlineData("{use_v2: true, http: {status: {path: status}}}", "write /status")]
    [InlineData("{use_v2: true, http: {config: {enabled: true, path: config}}}", "write /config")]
    [InlineData("{use_v2: true, grpc: {endpoint: nowhere}}", "has no port")]
    [InlineData("{use_v2: true, http: , component_health: {recovery_duration: -1s}}", "must not be negative")]
    [InlineData("{tls: {key_file: x}}", "provide both certificate and key")]
    [InlineData("{endpont: 'localhost:1'}", "did you mean 'endpoint'?")]
    public void Read_Mistakes_SayWhatWasMeant(string yaml, string message)
    {
        Read(yaml);

        _errors.Errors.ShouldHaveSingleItem().Message.ShouldContain(message);
    }

    [Fact]
    public void Read_V2WithBlankBlocks_HasTheCollectorsDefaults()
    {
        HealthCheckPlan plan = Read("{use_v2: true, http: , grpc: }");

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldBeEmpty();
        plan.Listeners.Select(static l => l.ToString()).ShouldBe(["localhost:13133", "localhost:13132"]);
        plan.V2.ShouldNotBeNull().StatusPath.ShouldBe("/status");
        plan.V2.ConfigPath.ShouldBeNull();
        plan.V2.IsVerbose.ShouldBeFalse();
        plan.V2.IncludesAttributes.ShouldBeFalse();
        plan.V2.Health.ShouldBe(new ComponentHealthPlan(false, false, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Read_V2WithEveryKey_IsTaken()
    {
        HealthCheckPlan plan = Read(
            """
            use_v2: true
            http:
              endpoint: 0.0.0.0:1
              response_headers: {x-a: b}
              status: {path: /s, verbose: true, include_attributes: true}
              config: {enabled: true, path: /c}
            component_health: {include_permanent_errors: true, include_recoverable_errors: true, recovery_duration: 1m}
            """);

        _errors.Errors.ShouldBeEmpty();
        plan.Listeners.ShouldHaveSingleItem().ToString().ShouldBe("0.0.0.0:1");
        plan.Http!.ResponseHeaders.ShouldHaveSingleItem().Key.ShouldBe("x-a");
        HealthV2Plan v2 = plan.V2.ShouldNotBeNull();
        (v2.StatusPath, v2.IsVerbose, v2.IncludesAttributes, v2.ConfigPath).ShouldBe(("/s", true, true, "/c"));
        v2.Health.ShouldBe(new ComponentHealthPlan(true, true, TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("{component_health: {include_permanent_errors: true}}", "component_health", "without use_v2")]
    [InlineData("{http: {endpoint: 'localhost:1'}}", "http", "without use_v2")]
    [InlineData("{use_v2: true, http: , path: /x}", "path", "with use_v2")]
    public void Read_KeysOfTheOtherVersion_AreTakenWithAWarning(string yaml, string key, string message)
    {
        Read(yaml);

        _errors.Errors.ShouldBeEmpty();
        ConfigError warning = _errors.Warnings.ShouldHaveSingleItem();
        warning.Path.ShouldBe(key);
        warning.Message.ShouldContain(message);
    }

    private HealthCheckPlan Read(string yaml) => (HealthCheckPlan)new HealthCheckFactory().Read(
        ComponentId.Parse("health_check"), new ConfigMap(ConfigComposer.FromText(yaml, "gateway.yaml", _errors), _errors));
}
