namespace HotPath.Components.Tests.Ottl.Functions;

public sealed class ListFunctionsTests
{
    [Theory]
    [InlineData("Sort([9, 6, 3])", "[3,6,9]")]
    [InlineData("Sort([3, 6, 9], \"desc\")", "[9,6,3]")]
    [InlineData("Sort([\"i\", \"am\", \"awesome\", \"slice\"])", "[\"am\",\"awesome\",\"i\",\"slice\"]")]
    [InlineData("Sort([1.5, 10.2, 2.3, 0.5])", "[0.5,1.5,2.3,10.2]")]
    [InlineData("Sort([])", "[]")]
    [InlineData("Sort([true, false, true, false])", "[false,false,true,true]")]
    [InlineData("Sort([1, \"two\", 3.33, false])", "[1,3.33,false,\"two\"]")]
    [InlineData("Sort([1.5, \"10.2\", 2.3, 0.5])", "[0.5,1.5,\"10.2\",2.3]")]
    [InlineData("Sort([0, 2, 3.33, 0])", "[0,0,2,3.33]")]
    [InlineData("Sort([3.14, 2, 3.33, 0], order=\"desc\")", "[3.33,3.14,2,0]")]
    [InlineData("Sort(\"no change\")", "failed: expected a list but got a string")]
    [InlineData("Sort([{\"a\": 1}])", "failed: expected a list of numbers, strings and bools but got a map")]
    [InlineData("Index(\"hello world\", \"world\")", "6")]
    [InlineData("Index(\"hello\", \"x\")", "-1")]
    [InlineData("Index(\"5\", 5)", "failed: when source is string, value must also be string")]
    [InlineData("Index([1, 2.0, \"a\"], 2)", "1")]
    [InlineData("Index(attributes[\"l\"], \"y\")", "-1")]
    [InlineData("Index(attributes[\"m\"], \"k\")", "failed: source must be of type string or slice")]
    [InlineData("Keys(attributes[\"m\"])", "[\"k\",\"n\"]")]
    [InlineData("Keys({})", "[]")]
    [InlineData("Values(attributes[\"m\"])", "[\"v\",7]")]
    [InlineData("Keys(attributes[\"l\"])", "failed: expected a map but got a list")]
    public void Converter_OfAList_GivesWhatTheCollectorGives(string expression, string value) =>
        OttlRig.Value(expression).ShouldBe(value);

    [Theory]
    [InlineData("[\"name\"]", "", "{\"bar\":{\"name\":\"bar\",\"value\":5},\"foo\":{\"name\":\"foo\",\"value\":2}}")]
    [InlineData("[\"name\"]", "[\"value\"]", "{\"bar\":5,\"foo\":2}")]
    [InlineData("", "", "{\"0\":{\"name\":\"foo\",\"value\":2},\"1\":{\"name\":\"bar\",\"value\":5}}")]
    [InlineData("", "[\"value\"]", "{\"0\":2,\"1\":5}")]
    [InlineData("[\"notfound\"]", "", "failed: could not extract a key from an element: it does not contain the key path")]
    [InlineData("[\"value\"]", "", "failed: extracted key attribute is not of type string")]
    [InlineData(
        "[\"name\"]", "[\"name\", \"nothing\"]", "failed: could not extract a value from an element: it does not contain the value path")]
    public void SliceToMap_ByItsPaths_GivesWhatTheCollectorGives(string keys, string values, string map)
    {
        string arguments = (keys.Length > 0 ? $", keyPath={keys}" : "") + (values.Length > 0 ? $", value_path={values}" : "");
        OttlRig.Value($"SliceToMap([{{\"name\": \"foo\", \"value\": 2}}, {{\"name\": \"bar\", \"value\": 5}}]{arguments})").ShouldBe(map);
    }

    [Theory]
    [InlineData("SliceToMap([\"a\", 123, true])", "{\"0\":\"a\",\"1\":123,\"2\":true}")]
    [InlineData("SliceToMap([\"a\"], [\"name\"])", "failed: could not cast an element to a map")]
    [InlineData("SliceToMap([{\"k\": \"a\", \"v\": 1}, {\"k\": \"a\", \"v\": 2}], [\"k\"], [\"v\"])", "{\"a\":2}")]
    public void SliceToMap_OfOtherElements_GivesWhatTheCollectorGives(string expression, string value) =>
        OttlRig.Value(expression).ShouldBe(value);

    [Theory]
    [InlineData("l", "append(attributes[\"l\"], \"a\")", "[\"x\",1,\"a\"]")]
    [InlineData("l", "append(attributes[\"l\"], values=[\"a\", 2.5])", "[\"x\",1,\"a\",2.5]")]
    [InlineData("l", "append(attributes[\"l\"], attributes[\"l\"])", "[\"x\",1,\"x\",1]")]
    [InlineData("new", "append(attributes[\"new\"], \"a\")", "[\"a\"]")]
    [InlineData("i", "append(attributes[\"i\"], \"a\", [\"b\"])", "[42,\"a\",\"b\"]")]
    [InlineData("l", "delete_index(attributes[\"l\"], 0)", "[1]")]
    [InlineData("l", "delete_index(attributes[\"l\"], Len(attributes[\"l\"]) - 1)", "[\"x\"]")]
    [InlineData("l", "delete_index(attributes[\"l\"], 0, 2)", "[]")]
    [InlineData("l", "delete_index(attributes[\"l\"], 1, 1)", "[\"x\",1]")]
    public void Editor_OfAList_GivesWhatTheCollectorGives(string key, string statement, string value)
    {
        using OttlRig rig = OttlRig.OfSpan();
        rig.TryRun(statement).ShouldBeTrue(rig.Failure);
        rig.Get($"attributes[\"{key}\"]").ShouldBe(value);
    }

    [Theory]
    [InlineData("append(attributes[\"m\"], \"a\")", "expected a list, or a value that is no map, but got a map")]
    [InlineData("delete_index(attributes[\"l\"], 2)", "the range to delete is out of bounds for the list")]
    [InlineData("delete_index(attributes[\"l\"], -1)", "the range to delete is out of bounds for the list")]
    [InlineData("delete_index(attributes[\"l\"], 1, 0)", "the range to delete is out of bounds for the list")]
    [InlineData("delete_index(attributes[\"l\"], 0, 3)", "the range to delete is out of bounds for the list")]
    [InlineData("delete_index(attributes[\"s\"], 0)", "expected a list but got a string")]
    public void Editor_ThatCanNot_FailsAndLeavesTheValue(string statement, string failure)
    {
        using OttlRig rig = OttlRig.OfSpan();
        rig.TryRun(statement).ShouldBeFalse();
        rig.Failure.ShouldBe(failure);
        rig.Get("attributes[\"l\"]").ShouldBe("[\"x\",1]");
    }

    [Fact]
    public void Append_WithoutValues_IsRefused() =>
        OttlRig.Refusal("append(attributes[\"l\"])").Message.ShouldContain("append needs value or values");
}
