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
        plan.Address.ToString().ShouldBe("localhost:13133");
        plan.Path.ShouldBe("/");
        plan.Body.ShouldBeNull();
    }

    [Fact]
    public void Read_WithEveryKey_IsTaken()
    {
        HealthCheckPlan plan = Read("{endpoint: 0.0.0.0:1234, path: /health, response_body: {healthy: I'm fine, unhealthy: oh}, use_v2: false}");

        _errors.Errors.ShouldBeEmpty();
        plan.Address.ToString().ShouldBe("0.0.0.0:1234");
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
    [InlineData("{use_v2: true}", "use_v2")]
    [InlineData("{tls: {cert_file: x}}", "tls")]
    [InlineData("{component_health: {}}", "component_health")]
    [InlineData("{grpc: {}}", "grpc")]
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
    [InlineData("{endpont: 'localhost:1'}", "did you mean 'endpoint'?")]
    public void Read_Mistakes_SayWhatWasMeant(string yaml, string message)
    {
        Read(yaml);

        _errors.Errors.ShouldHaveSingleItem().Message.ShouldContain(message);
    }

    private HealthCheckPlan Read(string yaml) => (HealthCheckPlan)new HealthCheckFactory().Read(
        ComponentId.Parse("health_check"), new ConfigMap(ConfigComposer.FromText(yaml, "gateway.yaml", _errors), _errors));
}
