using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config.Sources;

public class ListAppendTests
{
    private static string Compose(bool appends, params string[] sources)
    {
        var errors = new ConfigErrors();
        ConfigNode root =
            new ConfigComposer(errors) { AppendsLists = appends }.Compose([.. sources.Select((s, i) => ConfigSource.Text($"{i}.yaml", s))]);
        errors.Errors.ShouldBeEmpty();
        return Read.Shown(root);
    }

    private const string First = "service: {extensions: [a, b], pipelines: {traces: {receivers: [r], processors: [p], exporters: [e]}}}";
    private const string Second =
        "service: {extensions: [b, c], pipelines: {traces: {receivers: [s], processors: [q], exporters: [e, f]}}}";

    [Fact]
    public void Compose_WithTheGate_JoinsExtensionsReceiversAndExportersButNotProcessors() => Compose(true, First, Second).ShouldBe(
        "{service: {extensions: ['a', 'b', 'c'], pipelines: {traces: {receivers: ['r', 's'], processors: ['q'], exporters: ['e', 'f']}}}}");

    [Fact]
    public void Compose_WithoutTheGate_ReplacesEveryList() => Compose(false, First, Second).ShouldBe(
        "{service: {extensions: ['b', 'c'], pipelines: {traces: {receivers: ['s'], processors: ['q'], exporters: ['e', 'f']}}}}");

    [Theory]
    [InlineData("processors: {x: {receivers: [a]}}", "processors: {x: {receivers: [b]}}", "{processors: {x: {receivers: ['b']}}}")]
    [InlineData("service: {receivers: [a]}", "service: {receivers: [b]}", "{service: {receivers: ['b']}}")]
    [InlineData("service: {extensions: [a]}", "service: {extensions: null}", "{service: {extensions: null}}")]
    [InlineData("service: {extensions: null}", "service: {extensions: [b]}", "{service: {extensions: ['b']}}")]
    [InlineData("service: {}", "service: {extensions: [b]}", "{service: {extensions: ['b']}}")]
    public void Compose_WithTheGate_ReplacesAllElse(string first, string second, string merged) =>
        Compose(true, first, second).ShouldBe(merged);

    [Fact]
    public void Compose_ThreeSources_JoinsThemAll() =>
        Compose(true, "service: {extensions: [a]}", "service: {extensions: [b]}", "service: {extensions: [a, c]}")
            .ShouldBe("{service: {extensions: ['a', 'b', 'c']}}");
}
