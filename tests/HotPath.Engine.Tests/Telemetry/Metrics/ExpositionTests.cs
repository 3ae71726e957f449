using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Tests.Telemetry.Metrics;

public sealed class ExpositionTests
{
    private readonly MetricRegistry _registry = new();

    [Fact]
    public void Write_Counter_HasHelpTypeAndSortedEscapedLabels()
    {
        _registry.Counter("sent", "scope", "What was sent.").Add(() => 3, ("z", "a\"b\\c\nd"), ("a.b", "ü"));

        Scrape.Text(_registry, null, KeyValuePair.Create("service.name", "x")).ShouldBe(
            "# HELP sent What was sent.\n# TYPE sent counter\nsent{a_b=\"ü\",z=\"a\\\"b\\\\c\\nd\"} 3\n"
            + "# HELP target_info Target metadata\n# TYPE target_info gauge\ntarget_info{service_name=\"x\"} 1\n");
    }

    [Theory]
    [InlineData("up", "s", true, true, "up")]
    [InlineData("up", "s", false, true, "up_total")]
    [InlineData("up", "s", true, false, "up_seconds")]
    [InlineData("up", "s", false, false, "up_seconds_total")]
    [InlineData("cpu_seconds", "s", false, false, "cpu_seconds_total")]
    [InlineData("heap_bytes", "By", false, false, "heap_bytes_total")]
    [InlineData("spans", "", false, false, "spans_total")]
    public void Write_Suffixes_FollowTheReadersKeys(string name, string unit, bool withoutType, bool withoutUnits, string shown)
    {
        _registry.Counter(name, "scope", "h", unit).Add(() => 0);

        Scrape.Text(_registry, new ExpositionOptions(withoutType, withoutUnits)).ShouldContain($"\n{shown} 0\n");
    }

    [Fact]
    public void Write_GaugeWithTypeSuffixes_HasNone()
    {
        _registry.Gauge("size", "scope", "h").Add(() => 1.5);

        Scrape.Text(_registry, new ExpositionOptions(WithoutTypeSuffix: false)).ShouldContain("\n# TYPE size gauge\nsize 1.5\n");
    }

    [Fact]
    public void Write_WithScopeInfo_NamesScopeAndVersion()
    {
        _registry.Counter("sent", "the/scope", "h").Add(() => 0, ("a", "b"));

        Scrape.Text(_registry, new ExpositionOptions(WithoutScopeInfo: false))
            .ShouldContain("sent{a=\"b\",otel_scope_name=\"the/scope\",otel_scope_schema_url=\"\",otel_scope_version=\"1.2.3\"} 0\n");
    }

    [Fact]
    public void Write_SameLabelsTwice_IsOneLineWithTheSum()
    {
        _registry.Counter("sent", "scope", "h").Add(() => 2, ("a", "b"));
        _registry.Counter("sent", "scope", "h").Add(() => 3, ("a", "b"));

        Scrape.Values(_registry)["sent{a=\"b\"}"].ShouldBe(5);
    }

    [Fact]
    public void Write_Reasons_ShowsKnownOnesAtZeroAndOthersWhenCounted()
    {
        var counts = new ReasonCounts();
        _registry.Counter("lost", "scope", "h").AddByReason(counts, ["known"], ("a", "b"));
        Scrape.Values(_registry).ShouldContainKeyAndValue("lost{a=\"b\",reason=\"known\"}", 0);

        counts.Add("new", 4);

        Scrape.Values(_registry).ShouldContainKeyAndValue("lost{a=\"b\",reason=\"new\"}", 4);
        Scrape.Values(_registry).ShouldContainKeyAndValue("lost{a=\"b\",reason=\"known\"}", 0);
    }

    [Fact]
    public void Write_Histogram_IsCumulativeWithSumAndCount()
    {
        var bounds = new HistogramBounds([1, 20], 10);
        var first = new Histogram(bounds);
        var second = new Histogram(bounds);
        _registry.Histogram("took", "scope", "h", "s", MetricsLevel.Basic).Add(first, ("a", "b")).Add(second, ("a", "b"));
        first.Record(1);
        second.Record(15);
        second.Record(99);

        Scrape.Text(_registry, new ExpositionOptions(WithoutTypeSuffix: false, WithoutUnits: false)).ShouldStartWith(
            """
            # HELP took_seconds h
            # TYPE took_seconds histogram
            took_seconds_bucket{a="b",le="0.1"} 1
            took_seconds_bucket{a="b",le="2"} 2
            took_seconds_bucket{a="b",le="+Inf"} 3
            took_seconds_sum{a="b"} 11.5
            took_seconds_count{a="b"} 3

            """);
    }

    [Theory]
    [InlineData(MetricsLevel.Basic, false, false)]
    [InlineData(MetricsLevel.Normal, true, false)]
    [InlineData(MetricsLevel.Detailed, true, true)]
    public void Write_FamilyOfAHigherLevel_IsLeftOut(MetricsLevel level, bool normal, bool detailed)
    {
        var registry = new MetricRegistry(level);
        registry.Counter("basic", "scope", "h").Add(() => 0);
        registry.Counter("normal", "scope", "h", "", MetricsLevel.Normal).Add(() => 0);
        registry.Counter("detailed", "scope", "h", "", MetricsLevel.Detailed).Add(() => 0);

        Dictionary<string, double> values = Scrape.Values(registry);

        values.ShouldContainKey("basic");
        values.ContainsKey("normal").ShouldBe(normal);
        values.ContainsKey("detailed").ShouldBe(detailed);
    }

    [Fact]
    public void Write_ResourceLabels_AreOnEveryLineThatPassesTheFilter()
    {
        _registry.Counter("sent", "scope", "h").Add(() => 3, ("a", "b"));
        KeyValuePair<string, string>[] resource = [KeyValuePair.Create("service.name", "x"), KeyValuePair.Create("zone", "y")];
        string Shown(ResourceLabelFilter filter) => Scrape.Text(_registry, new ExpositionOptions(ResourceLabels: filter), resource);

        Shown(new([], [])).ShouldContain("sent{a=\"b\",service_name=\"x\",zone=\"y\"} 3\n");
        Shown(new(["zone"], [])).ShouldContain("sent{a=\"b\",zone=\"y\"} 3\n");
        Shown(new([], ["zone"])).ShouldContain("sent{a=\"b\",service_name=\"x\"} 3\n");
    }

    [Fact]
    public void Write_NameThatEndsInTotal_IsNotDoubled()
    {
        _registry.AddScrapeErrors();
        _registry.CountEncodingError();

        Scrape.Text(_registry, new ExpositionOptions(WithoutTypeSuffix: false)).ShouldContain(
            "\npromhttp_metric_handler_errors_total{cause=\"encoding\"} 1\npromhttp_metric_handler_errors_total{cause=\"gathering\"} 0\n");
    }
}
