using HotPath.Components.Ottl.Expressions;

namespace HotPath.Components.Tests.Ottl.Functions;

public class EditorFunctionsTests
{
    [Theory]
    [InlineData("replace_pattern(name, \"/users/\\\\d+\", \"/users/{id}\")", "GET /users/{id}")]
    [InlineData("replace_pattern(name, \"/(users)/(\\\\d+)\", \"/$2/<${1}>$$\")", "GET /42/<users>$")]
    [InlineData("replace_pattern(name, \"(?P<verb>[A-Z]+) \", \"$verb:\")", "GET:/users/42")]
    [InlineData("replace_pattern(name, \"(\\\\d)\", \"$1x\")", "GET /users/")]
    [InlineData("replace_pattern(name, \"none\", \"x\")", "GET /users/42")]
    [InlineData("replace_pattern(name, \"x*\", \"-\") where name == \"GET /users/42\"", "-G-E-T- -/-u-s-e-r-s-/-4-2-")]
    [InlineData("replace_pattern(name, \".*(\\\\d)$\", \"$1\", MD5, \"m(%s)\")", "m(c81e728d9d4c2f636f067f89cc14862c)")]
    [InlineData("replace_match(name, \"GET*\", \"got\")", "got")]
    [InlineData("replace_match(name, \"{PUT,GET} /[a-z]sers/4?\", \"got\")", "got")]
    [InlineData("replace_match(name, \"GET\", \"got\")", "GET /users/42")]
    [InlineData("replace_match(name, \"*\", \"a\", SHA1)", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8")]
    public void Replace_OfTheName_GivesWhatTheCollectorGives(string statement, string name) => OttlRig.Run(statement).Name.ShouldBe(name);

    [Theory]
    [InlineData("replace_all_patterns(attributes, \"value\", \"^Hello (.*)$\", \"$1!\")", "s", "\"World!\"")]
    [InlineData("replace_all_patterns(attributes, \"key\", \"^s$\", \"text\")", "text", "\"Hello World\"")]
    [InlineData("replace_all_patterns(attributes, \"key\", \"^s$\", \"text\")", "s", "nil")]
    [InlineData("replace_all_patterns(attributes, \"key\", \"^(s|d)$\", \"same\")", "same", "2.5")]
    [InlineData("replace_all_patterns(attributes, \"key\", \"^s$\", \"i\")", "i", "42")]
    [InlineData("replace_all_matches(attributes, \"Hello*\", \"bye\")", "s", "\"bye\"")]
    [InlineData("replace_all_matches(attributes, \"Hello*\", \"bye\")", "i", "42")]
    [InlineData("replace_pattern(attributes[\"i\"], \"4\", \"5\")", "i", "42")]
    [InlineData("delete_matching_keys(attributes, \"^[st]$\")", "t", "nil")]
    [InlineData("keep_matching_keys(attributes, \"^[st]$\")", "i", "nil")]
    [InlineData("keep_matching_keys(attributes, \"^[st]$\")", "t", "true")]
    [InlineData("keep_keys(attributes[\"m\"], [\"n\"])", "m", "{\"n\":7}")]
    [InlineData("limit(attributes, 2, [\"l\"])", "l", "[\"x\",1]")]
    [InlineData("limit(attributes, 2, [\"l\"])", "s", "\"Hello World\"")]
    [InlineData("limit(attributes, 2, [\"l\"])", "u", "nil")]
    [InlineData("truncate_all(attributes, 6)", "u", "\"ñand\"")]
    [InlineData("truncate_all(attributes, 5)", "s", "\"Hello\"")]
    [InlineData("merge_maps(attributes[\"m\"], {\"k\": 1, \"z\": 2}, \"insert\")", "m", "{\"k\":\"v\",\"n\":7,\"z\":2}")]
    [InlineData("merge_maps(attributes[\"m\"], {\"k\": 1, \"z\": 2}, \"update\")", "m", "{\"k\":1,\"n\":7}")]
    [InlineData("merge_maps(attributes, attributes[\"m\"], \"upsert\")", "n", "7")]
    [InlineData("flatten(attributes)", "m.k", "\"v\"")]
    [InlineData("flatten(attributes)", "l.1", "1")]
    [InlineData("flatten(attributes, \"p\")", "m", "nil")]
    public void Edit_OfAttributes_GivesWhatTheCollectorGives(string statement, string key, string value)
    {
        using OttlRig rig = OttlRig.OfSpan();
        rig.TryRun(statement).ShouldBeTrue(rig.Failure);
        rig.Get($"attributes[\"{key}\"]").ShouldBe(value);
    }

    [Theory]
    [InlineData("limit(attributes, 1, [\"a\", \"b\"])", "priority keys")]
    [InlineData("truncate_all(attributes, -1)", "limit")]
    [InlineData("merge_maps(attributes, {}, \"both\")", "insert, update or upsert")]
    [InlineData("replace_all_patterns(attributes, \"both\", \"a\", \"b\")", "key or value")]
    [InlineData("replace_match(name, \"[\", \"b\")", "not closed")]
    [InlineData("replace_pattern(name, \"a\", \"b\", SHA1, \"no place\")", "%s")]
    public void Edit_WithALiteralThatCantBeRight_IsRefused(string statement, string says) =>
        OttlRig.Refusal(statement).Message.ShouldContain(says);

    [Fact]
    public void Edit_OfWhatIsNoMap_Fails()
    {
        using OttlRig rig = OttlRig.OfSpan();
        rig.TryRun("keep_keys(attributes[\"i\"], [\"a\"])").ShouldBeFalse();
        rig.Failure.ShouldContain("a map");
        rig.TryRun("replace_pattern(name, \"GET\", \"a\", Len)").ShouldBeFalse();
        rig.Check("FNV(\"hello\") == -6615550055289275125").ShouldBe(Truth.Yes);
    }

    [Fact]
    public void Replace_WithAFunctionOfTwoArguments_FailsOnlyWhereItIsCalled()
    {
        using OttlRig rig = OttlRig.OfSpan();
        rig.TryRun("replace_pattern(name, \"none\", \"a\", ConvertCase)").ShouldBeTrue(rig.Failure);
        rig.TryRun("replace_pattern(name, \"GET\", \"a\", ConvertCase)").ShouldBeFalse();
        rig.Failure.ShouldContain("ConvertCase(target, to_case) does not take one argument alone");
    }
}
