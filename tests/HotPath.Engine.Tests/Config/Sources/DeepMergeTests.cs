using FsCheck;
using FsCheck.Fluent;
using HotPath.Engine.Config;
using HotPath.Engine.Config.Sources;
using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Tests.Config.Sources;

public class DeepMergeTests
{
    [Theory]
    [InlineData("{a: 1, b: 2}", "{b: 3, c: 4}", "{a: 1, b: 3, c: 4}")]
    [InlineData("{m: {x: 1, y: {p: 1}}}", "{m: {y: {q: 2}}}", "{m: {x: 1, y: {p: 1, q: 2}}}")]
    [InlineData("{l: [1, 2]}", "{l: [3]}", "{l: [3]}")]
    [InlineData("{m: {x: 1}}", "{m: }", "{m: null}")]
    [InlineData("{m: {x: 1}}", "{m: 5}", "{m: 5}")]
    [InlineData("{m: 5}", "{m: {x: 1}}", "{m: {x: 1}}")]
    [InlineData("{m: {x: 1}}", "{m: {}}", "{m: {x: 1}}")]
    [InlineData("{}", "{a: 1}", "{a: 1}")]
    [InlineData("{a: 1}", "{}", "{a: 1}")]
    public void Merge_TwoSources_MergesMapsAndReplacesTheRest(string lower, string upper, string merged)
    {
        var errors = new ConfigErrors();

        ConfigNode root = Read.Sources(errors, [$"yaml:{lower}", $"yaml:{upper}"], []);

        errors.Any.ShouldBeFalse();
        Read.Shown(root).ShouldBe(merged);
    }

    [Fact]
    public void Merge_AValueThatIsReplaced_StandsWhereTheWinnerStands()
    {
        ConfigNode root = new ConfigComposer(new ConfigErrors()).Compose(
            [ConfigSource.Text("low", "m:\n  x: 1\n  y: 1\n"), ConfigSource.Text("high", "m: {x: 2}")]);

        root["m"]!.Position.ToString().ShouldBe("low:1:1");
        root["m"]!["x"]!.Position.ToString().ShouldBe("high:1:8");
        root["m"]!["x"]!.KeyPosition.ToString().ShouldBe("high:1:5");
        root["m"]!["y"]!.Position.ToString().ShouldBe("low:3:6");
    }

    // Where one source has a map and another a scalar under the same key, order matters and so does grouping, in the Collector too:
    // here a key holds a map in all sources or in none, by its name.
    [Fact]
    public void Merge_SourcesOfOneShape_IsAssociativeAndIdempotent()
    {
        Prop.ForAll(Trees(3).ToArbitrary(), Trees(3).ToArbitrary(), Trees(3).ToArbitrary(), (a, b, c) =>
            Show(DeepMerge.Merge(DeepMerge.Merge(a, b), c)) == Show(DeepMerge.Merge(a, DeepMerge.Merge(b, c)))
                && Show(DeepMerge.Merge(a, a)) == Show(a))
            .QuickCheckThrowOnFailure();
    }

    private static Gen<YamlNode> Trees(int depth)
    {
        Gen<YamlNode> scalar = Gen.Choose(0, 99).Select(i => YamlNode.Of(default, i.ToString(), false));
        Gen<YamlEntry> leaf = Gen.Elements("a", "b", "c").SelectMany(_ => scalar, (key, value) => new YamlEntry(key, default, value));
        Gen<YamlEntry> entry = depth == 0
            ? leaf
            : Gen.OneOf(leaf, Gen.Elements("m", "n").SelectMany(_ => Trees(depth - 1), (key, value) => new YamlEntry(key, default, value)));
        return entry.ListOf().Select(entries => YamlNode.Map(default, [.. entries.DistinctBy(e => e.Key)]));
    }

    private static string Show(YamlNode node) => Read.Shown(new ConfigNode(node, "", default));
}
