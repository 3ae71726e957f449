using System.Globalization;

namespace HotPath.Components.Tests.Ottl.Functions;

/// <summary>Converters between texts and maps, and editors of whole maps.</summary>
public sealed class TextMapTests
{
    [Theory]
    [InlineData("ParseKeyValue(\"k1=v1 k2=v2 k3=v3\")", "{\"k1\":\"v1\",\"k2\":\"v2\",\"k3\":\"v3\"}")]
    [InlineData("ParseKeyValue(\"k1!v1_k2!v2_k3!v3\", \"!\", \"_\")", "{\"k1\":\"v1\",\"k2\":\"v2\",\"k3\":\"v3\"}")]
    [InlineData("ParseKeyValue(\"  a='x y'  b=\\\"c=d\\\" \")", "{\"a\":\"x y\",\"b\":\"c=d\"}")]
    [InlineData("ParseKeyValue(\"a=1 a=2\")", "{\"a\":\"2\"}")]
    [InlineData("ParseKeyValue(\"a\")", "failed: a pair has no delimiter between key and value")]
    [InlineData("ParseKeyValue(\"a='b\")", "failed: never reached the end of a quoted value")]
    [InlineData("ParseKeyValue(\"\")", "failed: cannot parse from empty target")]
    [InlineData("ToKeyValueString({\"k1\": \"v1\", \"k2\": \"v=2\", \"k3\": \"\\\"v=3\\\"\"})", "\"k1=v1 k2=\"v=2\" k3=\"\\\"v=3\\\"\"\"")]
    [InlineData("ToKeyValueString({\"b\": 1, \"a\": [1, \"x\"]}, \":\", \",\", true)", "\"a:\"[1,\\\"x\\\"]\",b:1\"")]
    [InlineData("ToKeyValueString({})", "\"\"")]
    [InlineData(
        "ExtractPatterns(\"GIT_SHA=abc123 x\", \"GIT_SHA=(?P<git_sha>\\\\w+)(?P<none>!)?\")", "{\"git_sha\":\"abc123\",\"none\":\"\"}")]
    [InlineData("ExtractPatterns(\"none\", \"GIT_SHA=(?P<git_sha>\\\\w+)\")", "{}")]
    [InlineData(
        "ParseSeverity(400, {\"info\": [{\"equals\": [\"inf\"]}], \"error\": [{\"range\": {\"min\": 400, \"max\": 499}}]})", "\"error\"")]
    [InlineData("ParseSeverity(\"inf\", {\"error\": [{\"range\": \"5xx\"}], \"info\": [{\"equals\": [\"inf\", \"info\"]}]})", "\"info\"")]
    [InlineData("ParseSeverity(204, {\"info\": [{\"range\": \"2xx\"}]})", "\"info\"")]
    [InlineData("ParseSeverity(304, {\"info\": [{\"range\": \"2xx\"}]})", "failed: no matching log level found")]
    [InlineData(
        "ParseSeverity(1.5, {\"info\": [{\"range\": \"2xx\"}]})", "failed: expected a string or an int as log level but got a double")]
    [InlineData(
        "ParseSeverity(1, {\"info\": \"x\"})",
        "failed: the criteria of a level are a list, such as [{\"equals\": [\"inf\"]}, {\"range\": \"2xx\"}]")]
    [InlineData("ParseSeverity(1, {\"info\": [{\"range\": {\"max\": 3}}]})", "failed: a range has a min and a max, both ints")]
    public void Converter_OfTextAndMap_GivesWhatTheCollectorGives(string expression, string value) =>
        OttlRig.Value(expression).ShouldBe(value);

    [Theory]
    [InlineData("[1,2,{\"a\":{\"b\":[]}}]", "[1,2,{\"a\":{\"b\":[]}}]")]
    [InlineData("{\"k\\\\u00e9y\":\"\\\\ud83d\\\\ude00\\\\/\"}", "{\"kéy\":\"😀/\"}")]
    [InlineData("[\"\\\\ud800x\"]", "[\"\uFFFDx\"]")]
    [InlineData("[-0.5e2, 0, 1E+2]", "[-50,0,100]")]
    [InlineData("[01]", "failed")]
    [InlineData("[1.]", "failed")]
    [InlineData("[1e999]", "failed")]
    [InlineData("[+1]", "failed")]
    [InlineData("[1,]", "failed")]
    [InlineData("{\"a\":1,}", "failed")]
    [InlineData("{a:1}", "failed")]
    [InlineData("[\"\\\\x\"]", "failed")]
    [InlineData("[\"\\\\u12\"]", "failed")]
    [InlineData("[tru]", "failed")]
    [InlineData("{} {}", "failed")]
    [InlineData("[", "failed")]
    [InlineData("{\"a\"", "failed")]
    public void ParseJson_OfAText_IsStrict(string json, string value) =>
        GoAnswers.Check($"ParseJSON(\"{json.Replace("\"", "\\\"", StringComparison.Ordinal)}\")", value);

    [Theory]
    [InlineData("ParseJSON(\"{\\\"a\\\":[1,{\\\"b\\\":null}]}\")[\"a\"][1]", "{\"b\":null}")]
    [InlineData("ParseJSON(\"{\\\"a\\\":null}\")[\"a\"]", "nil")]
    [InlineData("ParseJSON(\"{}\")[\"a\"]", "failed: key not found in map")]
    [InlineData("ParseJSON(\"[]\")[0]", "failed: the index is out of bounds")]
    public void Key_BehindAConverter_MustBeThere(string expression, string value) =>
        OttlRig.Value(expression).ShouldBe(value);

    [Theory]
    [InlineData("truncate_all(attributes[\"x\"], 4)", "{\"a\":\"一\",\"b\":\"1234\",\"c\":12345}")]
    [InlineData("truncate_all(attributes[\"x\"], 5, true, \"..\")", "{\"a\":\"一..\",\"b\":\"123..\",\"c\":12345}")]
    [InlineData("stringify_all(attributes[\"x\"])", "{\"a\":\"一二\",\"b\":\"123456\",\"c\":\"12345\"}")]
    public void Editor_OfAllValues_GivesWhatTheCollectorGives(string statement, string map)
    {
        using OttlRig rig = OttlRig.OfSpan();
        rig.TryRun("set(attributes[\"x\"], {\"a\": \"一二\", \"b\": \"123456\", \"c\": 12345})").ShouldBeTrue();
        rig.TryRun(statement).ShouldBeTrue(rig.Failure);
        rig.Get("attributes[\"x\"]").ShouldBe(map);
    }

    [Theory]
    [InlineData(
        "",
        "{\"address.house\":1234,\"address.street\":\"first\",\"name\":\"test\",\"occupants.0\":\"user 1\",\"occupants.1\":\"user 2\"}")]
    [InlineData(
        ", \"app\"",
        "{\"app.address.house\":1234,\"app.address.street\":\"first\",\"app.name\":\"test\","
        + "\"app.occupants.0\":\"user 1\",\"app.occupants.1\":\"user 2\"}")]
    public void Flatten_OfTheDocumentedMap_GivesTheDocumentedOne(string arguments, string map) =>
        Flattened(
            "{\"name\": \"test\", \"address\": {\"street\": \"first\", \"house\": 1234}, \"occupants\": [\"user 1\", \"user 2\"]}",
            arguments)
            .ShouldBe(map);

    [Fact]
    public void Flatten_ToADepth_StopsThere() =>
        Flattened("{\"0\": {\"1\": {\"2\": {\"3\": {\"4\": \"value\"}}}}}", ", depth=2").ShouldBe("{\"0.1.2\":{\"3\":{\"4\":\"value\"}}}");

    /// <summary>As the Collector's code does it, which puts no dot between the numbers of lists in one another.</summary>
    [Theory]
    [InlineData("{\"a.0.k\":1,\"a.10\":2,\"a.11\":[3],\"a.2\":4}", ", depth=3")]
    [InlineData("{\"a.0.k\":1,\"a.10\":2,\"a.11.0\":3,\"a.2\":4}", "")]
    [InlineData("{\"a\":4,\"a.0.k\":1,\"a.10\":2,\"a.11\":3}", ", resolveConflicts=true")]
    [InlineData("{\"a.0\":{\"k\":1},\"a.1\":[2,[3]],\"a.2\":4}", ", depth=1")]
    public void Flatten_OfListsInLists_JoinsTheirNumbers(string map, string arguments) =>
        Flattened("{\"a\": [{\"k\": 1}, [2, [3]], 4]}", arguments).ShouldBe(map);

    [Fact]
    public void Flatten_ResolvingConflicts_NumbersThem() => Flattened(
        "{\"address\": {\"street\": {\"number\": \"first\"}, \"house\": \"1234\"}, "
            + "\"address.street\": {\"number\": [\"second\", \"third\"]}, "
            + "\"address.street.number\": \"fourth\", \"occupants\": [\"user 1\", \"user 2\"]}",
        ", resolveConflicts=true").ShouldBe(
        "{\"address.house\":\"1234\",\"address.street.number\":\"first\",\"address.street.number.0\":\"second\","
            + "\"address.street.number.1\":\"third\",\"address.street.number.2\":\"fourth\","
            + "\"occupants\":\"user 1\",\"occupants.0\":\"user 2\"}");

    [Theory]
    [InlineData("flatten(attributes, depth=-1)", "the depth of -1 is below 1")]
    [InlineData("flatten(attributes, depth=0)", "the depth of 0 is below 1")]
    [InlineData("truncate_all(attributes, 2, true, \"...\")", "longer than the limit")]
    [InlineData("set(name, ParseKeyValue(name, \"=\", \"=\"))", "can't be the delimiter")]
    [InlineData("set(name, ExtractPatterns(name, \"(a)\"))", "at least 1 named capture group")]
    public void Statement_OddArgument_IsRefusedAtStart(string statement, string says) =>
        OttlRig.Refusal(statement).Message.ShouldContain(says);

    private static string Flattened(string map, string arguments)
    {
        using OttlRig rig = OttlRig.OfSpan();
        rig.TryRun(string.Create(CultureInfo.InvariantCulture, $"set(attributes[\"x\"], {map})")).ShouldBeTrue();
        rig.TryRun($"flatten(attributes[\"x\"]{arguments})").ShouldBeTrue(rig.Failure);
        return rig.Get("attributes[\"x\"]");
    }
}
