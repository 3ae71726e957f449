using System.Text;
using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config.Yaml;

public class YamlReaderTests
{
    [Fact]
    public void Read_AnyValue_KnowsWhereItAndItsKeyStand()
    {
        ConfigNode root = Read.Good("""
            # a comment
            processors:
              batch:
                timeout: 5s
                keys: [ a, "b" ]
                blank:
              filter: {span: [x]}
            list:
              - one
              - two: 2
            """);

        (string Path, string Value, string Key)[] at =
        [
            .. Flat(root).Select(n => (n.Path, n.Position.ToString()["c.yaml:".Length..], n.KeyPosition.ToString()["c.yaml:".Length..])),
        ];

        at.ShouldBe(
        [
            ("", "2:1", "2:1"),
            ("processors", "2:1", "2:1"),
            ("processors::batch", "3:3", "3:3"),
            ("processors::batch::timeout", "4:14", "4:5"),
            ("processors::batch::keys", "5:11", "5:5"),
            ("processors::batch::keys[0]", "5:13", "5:13"),
            ("processors::batch::keys[1]", "5:16", "5:16"),
            ("processors::batch::blank", "6:5", "6:5"),
            ("processors::filter", "7:11", "7:3"),
            ("processors::filter::span", "7:18", "7:12"),
            ("processors::filter::span[0]", "7:19", "7:19"),
            ("list", "8:1", "8:1"),
            ("list[0]", "9:5", "9:5"),
            ("list[1]", "10:5", "10:5"),
            ("list[1]::two", "10:10", "10:5"),
        ]);
    }

    [Theory]
    [InlineData("a: '5'", "{a: '5'}")]
    [InlineData("a: \"true\"", "{a: 'true'}")]
    [InlineData("a: |\n  5\n", "{a: '5\n'}")]
    [InlineData("a: 5", "{a: 5}")]
    [InlineData("a: !!str 5", "{a: '5'}")]
    [InlineData("a: !!int \"5\"", "{a: 5}")]
    [InlineData("a: !!float 5", "{a: 5}")]
    [InlineData("a: !!binary aGk=", "{a: 'hi'}")]
    [InlineData("a: !mine 5", "{a: '5'}")]
    [InlineData("a: ! 5", "{a: 5}")]
    [InlineData("a:", "{a: null}")]
    [InlineData("a: ''", "{a: ''}")]
    [InlineData("", "{}")]
    [InlineData("# nothing", "{}")]
    [InlineData("\uFEFFa: 1", "{a: 1}")]
    [InlineData("a: 1\r\nb: 2\r\n", "{a: 1, b: 2}")]
    [InlineData("a: 1\n---\n", "{a: 1}")]
    [InlineData("--- \na: 1\n...\n", "{a: 1}")]
    [InlineData("'q r': [x: 1]", "{q r: [{x: 1}]}")]
    [InlineData("{a: 0.0.0.0:4317, b: http://h:1/p}", "{a: '0.0.0.0:4317', b: 'http://h:1/p'}")]
    public void Read_Scalars_AreWhatStyleTagAndTextMakeOfThem(string yaml, string shown) => Read.Shown(Read.Good(yaml)).ShouldBe(shown);

    [Fact]
    public void Read_Aliases_ShareTheAnchorsValueAndItsPlace()
    {
        ConfigNode root = Read.Good("a: &t\n  x: 1\nb: *t\n");

        Read.Shown(root["b"]!).ShouldBe("{x: 1}");
        root["b"]!["x"]!.Path.ShouldBe("b::x");
        root["b"]!["x"]!.Position.ToString().ShouldBe("c.yaml:2:6");
    }

    [Theory]
    [InlineData("d: &d {x: 1, y: 2}\na: {<<: *d, y: 3}", "{x: 1, y: 3}")]
    [InlineData("d: &d {x: 1}\ne: &e {x: 2, z: 4}\na: {<<: [*d, *e], y: 3}", "{x: 1, y: 3, z: 4}")]
    [InlineData("d: &d {<<: {x: 1}}\na: {<<: *d}", "{x: 1}")]
    [InlineData("d: &d {m: {p: 1, q: 2}}\na: {<<: *d, m: {p: 3}}", "{m: {p: 3}}")]
    [InlineData("a: {'<<': {x: 1}}", "{<<: {x: 1}}")]
    public void Read_MergeKey_BringsWhatIsNotWritten(string yaml, string shown)
    {
        ConfigNode a = Read.Good(yaml)["a"]!;

        IEnumerable<string> entries = a.Entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}: {Read.Shown(e.Value)}");
        $"{{{string.Join(", ", entries)}}}".ShouldBe(shown);
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "c.yaml:3:1: a: the key is written twice; the first is at c.yaml:1:1: keep one of them")]
    [InlineData("x: {a: 1, a: 1}", "c.yaml:1:11: x::a: the key is written twice; the first is at c.yaml:1:5: keep one of them")]
    [InlineData("a: {<<: 5}", "c.yaml:1:5: a: the merge key << takes a map or a list of maps, such as *anchor or [*one, *two]")]
    [InlineData("a: !!int five", "c.yaml:1:4: a: the value does not fit its tag !!int: change the value or remove the tag")]
    [InlineData("a: !!binary '?'", "c.yaml:1:4: a: the value is tagged !!binary but is not base64 of UTF-8 text")]
    [InlineData("a: {[b]: 1}", "c.yaml:1:5: a: a list stands where a key should: text that begins with { or [ must be quoted")]
    [InlineData("a: &x [*x]", "c.yaml:1:8: a[0]: the alias *x stands inside the very value that it names")]
    [InlineData("- a", "c.yaml:1:1: the configuration must be a map (lines of key: value), found a list")]
    [InlineData("a", "c.yaml:1:1: the configuration must be a map (lines of key: value), found the text 'a'")]
    public void Read_AFault_NamesPlacePathAndRemedy(string yaml, string error) => Read.Errors(yaml).ShouldBe([error]);

    [Fact]
    public void Read_UnknownAlias_IsToldApartFromTextWithAStar() =>
        Read.Errors("origins: [*.example.com]").ShouldBe(
        [
            "c.yaml:1:11: origins[0]: the alias *.example.com names no anchor above it: "
                + "write &.example.com before the value it stands for, or put the text in quotes if the star is part of it",
        ]);

    [Fact]
    public void Read_SecondDocument_IsRefused() =>
        Read.Errors("a: 1\n---\nb: 2\n").ShouldBe(
        [
            "c.yaml:2:1: a second YAML document begins here, and the Collector reads only the first: "
                + "remove the line --- or move what follows to a file of its own and name it with another --config",
        ]);

    [Fact]
    public void Read_SeveralFaults_FindsThemAll() =>
        Read.Errors("a: 1\na: 2\nb: *x\nc: !!bool maybe\n").Length.ShouldBe(3);

    [Fact]
    public void Read_BillionLaughs_StopsAtTheNodeLimit()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
        {
            yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        string error = Read.Errors(yaml.ToString()).ShouldHaveSingleItem();

        error.ShouldEndWith("the configuration holds more than 200000 values once its aliases are written out");
        error.ShouldStartWith("c.yaml:6:10: a5[0]: ");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    public void Read_NestedWithoutEnd_StopsAtTheDepthLimit(string open) =>
        Read.Errors(string.Concat(Enumerable.Repeat(open, 20_000))).ShouldHaveSingleItem()
            .ShouldEndWith("maps and lists are nested more than 100 deep");

    [Fact]
    public void Read_AtTheDepthLimit_IsRead()
    {
        const int Depth = ConfigLimits.MaxDepth - 1;
        Read.Good("a: " + new string('[', Depth) + new string(']', Depth))["a"]!.IsList.ShouldBeTrue();
    }

    private static IEnumerable<ConfigNode> Flat(ConfigNode node) =>
        node.Entries.Select(e => e.Value).Concat(node.Items).SelectMany(Flat).Prepend(node);
}
