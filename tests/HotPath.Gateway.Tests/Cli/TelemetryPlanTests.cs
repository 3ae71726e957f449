using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Gateway.Lifecycle;

namespace HotPath.Gateway.Tests.Cli;

/// <summary><c>service::telemetry</c> and <c>service::extensions</c>, as plans and as errors.</summary>
public sealed class TelemetryPlanTests
{
    private readonly ConfigErrors _errors = new();

    [Fact]
    public void Plan_WithoutTelemetry_HasTheCollectorsDefaults()
    {
        GatewayPlan plan = Read("{}");

        _errors.Errors.ShouldBeEmpty();
        PrometheusReaderPlan reader = plan.Telemetry.Metrics.Readers.ShouldHaveSingleItem();
        reader.Address.ToString().ShouldBe("localhost:8888");
        reader.Options.ShouldBe(new ExpositionOptions(WithoutTypeSuffix: true, WithoutUnits: true, WithoutScopeInfo: true));
        plan.Telemetry.Logs.Level.ShouldBe("info");
        plan.Telemetry.Logs.IsJson.ShouldBeFalse();
        plan.Telemetry.Logs.OutputPaths.ShouldBe(["stderr"]);
        plan.Telemetry.Resource.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_LevelNone_HasNoReader() => Read("{metrics: {level: none}}").Telemetry.Metrics.Readers.ShouldBeEmpty();

    [Fact]
    public void Plan_Address_IsIgnoredWithAWarning()
    {
        Read("{metrics: {address: '0.0.0.0:1234'}}").Telemetry.Metrics.Readers[0].Address.ToString().ShouldBe("localhost:8888");

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldContain(w => w.Path == "service::telemetry::metrics::address");
    }

    [Fact]
    public void Plan_Reader_IsReadInFull()
    {
        PrometheusReaderPlan reader = Read(
            """
            {metrics: {level: Detailed, readers: [{pull: {exporter: {prometheus: {
              host: 0.0.0.0, port: 9999, without_type_suffix: false, without_units: false, without_scope_info: false}}}}]}}
            """).Telemetry.Metrics.Readers.ShouldHaveSingleItem();

        _errors.Errors.ShouldBeEmpty();
        reader.Address.ToString().ShouldBe("0.0.0.0:9999");
        reader.Options.ShouldBe(new ExpositionOptions(false, false, false));
    }

    [Theory]
    [InlineData("basic", MetricsLevel.Basic)]
    [InlineData("NORMAL", MetricsLevel.Normal)]
    [InlineData("detailed", MetricsLevel.Detailed)]
    public void Plan_Level_IsKept(string level, MetricsLevel kept) =>
        Read($"{{metrics: {{level: {level}}}}}").Telemetry.Metrics.Level.ShouldBe(kept);

    [Fact]
    public void Plan_ResourceLabels_AreRead()
    {
        ResourceLabelFilter filter = Read(
            "{metrics: {readers: [{pull: {exporter: {prometheus: {host: a, port: 1, "
            + "with_resource_constant_labels: {included: [service.name]}}}}}]}}")
            .Telemetry.Metrics.Readers[0].Options.ResourceLabels!;

        _errors.Errors.ShouldBeEmpty();
        filter.Takes("service.name").ShouldBeTrue();
        filter.Takes("service.version").ShouldBeFalse();
    }

    [Theory]
    [InlineData("{level: none}")]
    [InlineData("{level: none, processors: [{batch: {exporter: {otlp: {protocol: grpc}}}}]}")]
    [InlineData("{}")]
    [InlineData("{level: basic, propagators: [tracecontext, b3], sampler: {always_on: {}}, processors: []}")]
    public void Plan_TracesThatTraceNothing_AreTaken(string traces)
    {
        Read($"{{traces: {traces}}}");

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldNotContain(w => w.Path.Contains("telemetry"));
    }

    [Fact]
    public void Plan_LogKeys_AreReadInFull()
    {
        LogsPlan logs = Read(
            """
            {logs: {level: WARN, disable_caller: true, disable_stacktrace: true, disable_zap_resource: true, development: false,
              error_output_paths: [stderr], sampling: {tick: 5s, initial: 3, thereafter: 7}}}
            """).Telemetry.Logs;

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldNotContain(w => w.Path.Contains("telemetry"));
        logs.Level.ShouldBe("warn");
        logs.ShowsResource.ShouldBeFalse();
        logs.Sampling.ShouldBe(new LogSamplingPlan(TimeSpan.FromSeconds(5), 3, 7));
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{sampling: }", false)]
    [InlineData("{sampling: {enabled: false, initial: 1}}", false)]
    [InlineData("{sampling: {enabled: true}}", true)]
    [InlineData("{sampling: {initial: 10}}", true)]
    public void Plan_LogSampling_IsOnWhenAskedFor(string logs, bool on) =>
        Read($"{{logs: {logs}}}").Telemetry.Logs.Sampling.ShouldBe(on ? LogSamplingPlan.Default : null);

    [Theory]
    [InlineData("development: true")]
    [InlineData("disable_caller: false")]
    [InlineData("disable_stacktrace: false")]
    public void Plan_LogKeyWithoutEffect_IsWarnedOf(string key)
    {
        Read($"{{logs: {{{key}}}}}");

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldContain(w => w.Message.StartsWith("has no effect"));
    }

    [Theory]
    [InlineData("{metrics: {readers: []}}", "at least one reader is needed when the level is 'normal'")]
    [InlineData("{metrics: {readers: [{periodic: {}}]}}", "not built in HotPath yet: the gateway pushes no metrics of its own")]
    [InlineData("{metrics: {readers: [{pull: {}}]}}", "a pull reader needs an exporter")]
    [InlineData("{metrics: {readers: [{}]}}", "a reader needs pull")]
    [InlineData("{metrics: {readers: [{pull: {exporter: {prometheus: {port: 1}}}}]}}", "host must be specified")]
    [InlineData(
        "{metrics: {readers: [{pull: {exporter: {prometheus: {host: a, port: 1, without_unit: true}}}}]}}",
        "did you mean 'without_units'?")]
    [InlineData("{metrics: {readers: [{pull: {exporter: {prometheus: {host: a, port: 70000}}}}]}}", "70000")]
    [InlineData("{metrics: {level: loud}}", "must be one of")]
    [InlineData("{logs: {encoding: xml}}", "must be one of")]
    [InlineData("{logs: {level: loud}}", "is not a log level")]
    [InlineData("{logs: {output_paths: ['http://x']}}", "write stderr, stdout or a file's path")]
    [InlineData("{resource: {a: [1]}}", "has one value")]
    [InlineData("{resource: {attributes: [{value: x}]}}", "an attribute needs a name")]
    [InlineData("{traces: {processors: [{batch: {}}]}}", "HotPath does not trace itself: remove the key, or write level: none")]
    [InlineData("{traces: {propagators: [jaeger]}}", "must be tracecontext or b3")]
    [InlineData("{traces: {levl: none}}", "did you mean 'level'?")]
    [InlineData("{logs: {processors: [{batch: {}}]}}", "not built in HotPath yet")]
    [InlineData("{logs: {error_output_paths: [/tmp/e.log]}}", "'/tmp/e.log' can't be had")]
    [InlineData("{logs: {sampling: {first: 1}}}", "unknown key")]
    [InlineData("{metrics: {views: []}}", "can only be set when level is detailed")]
    [InlineData("{metrics: {level: detailed, views: []}}", "not built in HotPath yet")]
    [InlineData("{resource: {attributes: [{name: a, value: b}], region: eu}}", "cannot be used together with inline")]
    [InlineData("{resource: {schema_url: x}}", "not built in HotPath yet")]
    [InlineData(
        "{metrics: {readers: [{pull: {exporter: {prometheus: {host: a, port: 1, "
        + "with_resource_constant_labels: {included: [a], excluded: [a]}}}}}]}}",
        "cannot be in both")]
    public void Plan_Mistakes_AreSaidOnce(string telemetry, string message)
    {
        Read(telemetry);

        _errors.Errors.ShouldHaveSingleItem().ToString().ShouldContain(message);
    }

    [Fact]
    public void Plan_Resource_TakesBothFormsAndNullRemoves()
    {
        var inline = new ProcessResource(Read("{resource: {service.name: gw, service.version: null, region: eu}}").Telemetry);
        var list = new ProcessResource(Read(
            "{resource: {attributes: [{name: service.name, value: gw}, {name: service.version, value: null}, "
            + "{name: region, value: eu}]}}").Telemetry);

        _errors.Errors.ShouldBeEmpty();
        foreach (ProcessResource resource in (ProcessResource[])[inline, list])
        {
            resource.Labels.Select(l => l.Key).ShouldBe(["region", "service.instance.id", "service.name"]);
            resource.Labels.Single(l => l.Key == "service.name").Value.ShouldBe("gw");
        }
    }

    [Fact]
    public void Plan_InitialFields_KeepTheirTypesAndAreSorted() =>
        Read("{logs: {initial_fields: {z: text, a: 5, flag: true}}}").Telemetry.Logs.InitialFields.ShouldBe(
        [
            KeyValuePair.Create<string, object?>("a", 5L), KeyValuePair.Create<string, object?>("flag", true),
            KeyValuePair.Create<string, object?>("z", "text"),
        ]);

    [Fact]
    public void Plan_Extensions_OnlyThoseListedAreStarted()
    {
        Read("{}", "{health_check: {}, health_check/2: {endpoint: localhost:1}}", "[health_check/2]").Extensions
            .Select(e => e.Id.ToString())
            .ShouldBe(["health_check/2"]);
        _errors.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{health_check: {}}", "[health_chek]", "the extension 'health_chek' is not configured; did you mean 'health_check'?")]
    [InlineData("{health_check: {}}", "[health_check, health_check]", "listed twice")]
    [InlineData("{health_chek: {}}", "[]", "did you mean 'health_check'?")]
    [InlineData("{pprof: {}}", "[pprof]", "not built in HotPath yet")]
    public void Plan_ExtensionMistakes_AreSaidOnce(string extensions, string listed, string message)
    {
        Read("{}", extensions, listed);

        _errors.Errors.ShouldHaveSingleItem().ToString().ShouldContain(message);
    }

    private GatewayPlan Read(string telemetry, string extensions = "{}", string listed = "[]") => PlanReader.Read(
        ConfigComposer.FromText(
            $$$"""
            receivers: {otlp: {protocols: {grpc: {} } } }
            exporters: {nop: {}}
            extensions: {{{extensions}}}
            service:
              extensions: {{{listed}}}
              telemetry: {{{telemetry.ReplaceLineEndings(" ")}}}
              pipelines: {traces: {receivers: [otlp], exporters: [nop]} }
            """,
            "c.yaml",
            _errors),
        Catalogue.Create(),
        _errors);
}
