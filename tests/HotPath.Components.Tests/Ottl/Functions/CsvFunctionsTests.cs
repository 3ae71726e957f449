namespace HotPath.Components.Tests.Ottl.Functions;

/// <summary>Each expectation is what Go's own encoding/csv gave.</summary>
public sealed class CsvFunctionsTests
{
    [Theory]
    [InlineData("ParseCSV(\"a,b,c\", \"x,y,z\", mode=\"strict\")", "{\"x\":\"a\",\"y\":\"b\",\"z\":\"c\"}")]
    [InlineData("ParseCSV(\"\\\"a,b\\\",c,\", \"x,y,z\", mode=\"strict\")", "{\"x\":\"a,b\",\"y\":\"c\",\"z\":\"\"}")]
    [InlineData(
        "ParseCSV(\"a,\\\"b \\\"\\\"q\\\"\\\" c\\\",d\", \"x,y,z\", mode=\"strict\")",
        "{\"x\":\"a\",\"y\":\"b \\\"q\\\" c\",\"z\":\"d\"}")]
    [InlineData("ParseCSV(\"a,b\\nb,c\", \"x,y,z\", mode=\"strict\")", "{\"x\":\"a\",\"y\":\"b\\nb\",\"z\":\"c\"}")]
    [InlineData("ParseCSV(\"\\n\\na,b,c\\n\", \"x,y,z\", mode=\"strict\")", "{\"x\":\"a\",\"y\":\"b\",\"z\":\"c\"}")]
    [InlineData("ParseCSV(\"a,b,\\\"c\\r\\nd\\\"\", \"x,y,z\", mode=\"strict\")", "{\"x\":\"a\",\"y\":\"b\",\"z\":\"c\\nd\"}")]
    [InlineData("ParseCSV(\"a,b\\\"c,d\", \"x,y,z\", mode=\"strict\")", "failed")]
    [InlineData("ParseCSV(\"a,b\\\"c,d\", \"x,y,z\", mode=\"lazyQuotes\")", "{\"x\":\"a\",\"y\":\"b\\\"c\",\"z\":\"d\"}")]
    [InlineData("ParseCSV(\"\\\"a\\\"b,c,d\", \"x,y,z\", mode=\"strict\")", "failed")]
    [InlineData("ParseCSV(\"\\\"a\\\"b,c,d\", \"x,y,z\", mode=\"lazyQuotes\")", "failed")]
    [InlineData("ParseCSV(\"\\\"a,b\", \"x\", mode=\"strict\")", "failed")]
    [InlineData("ParseCSV(\"\\\"a,b\", \"x\", mode=\"lazyQuotes\")", "{\"x\":\"a,b\"}")]
    [InlineData("ParseCSV(\"a,b\", \"x,y,z\", mode=\"strict\")", "failed")]
    [InlineData("ParseCSV(\"\", \"x\", mode=\"strict\")", "failed")]
    [InlineData("ParseCSV(\"a\\n\\nb,c,d\", \"x,y,z\", mode=\"strict\")", "{\"x\":\"a\\nb\",\"y\":\"c\",\"z\":\"d\"}")]
    [InlineData("ParseCSV(\"a\\r\\nb,c,d\", \"x,y,z\", mode=\"strict\")", "{\"x\":\"a\\nb\",\"y\":\"c\",\"z\":\"d\"}")]
    [InlineData("ParseCSV(\"x\\n\\\"y\\\",z,w\", \"x,y,z\", mode=\"strict\")", "{\"x\":\"x\\ny\",\"y\":\"z\",\"z\":\"w\"}")]
    public void ParseCsv_OfARow_ReadsWhatGoReads(string expression, string value) => GoAnswers.Check(expression, value);

    [Fact]
    public void ParseCsv_IgnoringQuotes_SplitsOnly() =>
        OttlRig.Value("ParseCSV(\"\\\"555,Joe\\\",x\", \"a|b|c\", headerDelimiter=\"|\", mode=\"ignoreQuotes\")")
            .ShouldBe("{\"a\":\"\\\"555\",\"b\":\"Joe\\\"\",\"c\":\"x\"}");

    [Theory]
    [InlineData("mode=\"odd\"", "strict, lazyQuotes or ignoreQuotes")]
    [InlineData("delimiter=\"ab\"", "single character")]
    public void ParseCsv_OddArgument_IsRefusedAtStart(string argument, string says) =>
        OttlRig.Refusal($"set(name, ParseCSV(name, \"a\", {argument}))").Message.ShouldContain(says);
}
