using HotPath.Components.Ottl.Expressions;

namespace HotPath.Components.Tests.Ottl;

public class OttlTests
{
    [Theory]
    [InlineData("attributes[\"s\"] == \"Hello World\"", Truth.Yes)]
    [InlineData("attributes[\"missing\"] == nil", Truth.Yes)]
    [InlineData("attributes[\"empty\"] == nil", Truth.Yes)]
    [InlineData("attributes[\"i\"] == 42.0 and attributes[\"d\"] > 2", Truth.Yes)]
    [InlineData("not attributes[\"i\"] == 42", Truth.No)]
    [InlineData("(attributes[\"i\"] + 1) * 2 == 86", Truth.Yes)]
    [InlineData("((name == \"x\") or (kind == SPAN_KIND_CLIENT and true))", Truth.Yes)]
    [InlineData("IsMatch(name, \"^GET /users/\\\\d+$\")", Truth.Yes)]
    [InlineData("IsMatch(attributes[\"missing\"], \".*\")", Truth.No)]
    [InlineData("attributes[\"l\"] == [\"x\", 1]", Truth.Yes)]
    [InlineData("attributes[\"l\"][1] == 1", Truth.Yes)]
    [InlineData("attributes[\"m\"] == {\"n\": 7, \"k\": \"v\"}", Truth.Yes)]
    [InlineData("attributes[\"m\"][\"k\"] == \"v\" and attributes[\"m\"][\"none\"] == nil", Truth.Yes)]
    [InlineData("attributes[\"l\"][2] == 1", Truth.Failed)]
    [InlineData("attributes[\"b\"] == 0x01ab", Truth.Yes)]
    [InlineData("attributes[\"t\"] >= false", Truth.Yes)]
    [InlineData("attributes[\"s\"] + 1 > 5", Truth.Failed)]
    [InlineData("end_time - start_time == end_time - start_time", Truth.Yes)]
    [InlineData("end_time_unix_nano - start_time_unix_nano == 100000000", Truth.Yes)]
    [InlineData("resource.attributes[\"service.name\"] == \"svc\"", Truth.Yes)]
    [InlineData("instrumentation_scope.name == \"lib\" and scope.version == \"1.0\"", Truth.Yes)]
    [InlineData("trace_state[\"b\"] == \"2\" and kind.string == \"Client\"", Truth.Yes)]
    [InlineData("status.code == STATUS_CODE_ERROR and status.message == \"boom\"", Truth.Yes)]
    [InlineData("trace_id.string == \"0102030405060708090a0b0c0d0e0f10\"", Truth.Yes)]
    [InlineData("trace_id == 0x0102030405060708090a0b0c0d0e0f10", Truth.No)]
    [InlineData("parent_span_id.string == \"0000000000000000\"", Truth.Yes)]
    [InlineData("Substring(attributes[\"s\"], 0, 50) == \"x\"", Truth.Failed)]
    public void Condition_OnASpan_IsWhatTheCollectorSays(string condition, object truth) =>
        OttlRig.Test(condition).ShouldBe((Truth)truth);

    [Theory]
    [InlineData("Concat([attributes[\"s\"], attributes[\"i\"], nil, true, attributes[\"d\"]], \",\")", "\"Hello World,42,<nil>,true,2.5\"")]
    [InlineData("Concat([attributes[\"b\"], attributes[\"l\"], attributes[\"m\"]], \"|\")", "\"01ab|[\"x\",1]|{\"k\":\"v\",\"n\":7}\"")]
    [InlineData("Len(attributes[\"u\"])", "11")]
    [InlineData("Len(attributes)", "9")]
    [InlineData("-7 / 2", "-3")]
    [InlineData("1 - -1", "2")]
    [InlineData("attributes[\"i\"] / 0", "failed: attempted to divide by 0")]
    [InlineData("Len(attributes[\"i\"])", "failed: expected a string, list or map but got an int")]
    [InlineData("end_time - start_time", "duration 100000000")]
    [InlineData("\"\\x41\\u00e9\\101\\\\d\"", "\"AéA\\d\"")]
    public void Value_OnASpan_IsWhatTheCollectorGives(string expression, string value) => OttlRig.Value(expression).ShouldBe(value);

    [Fact]
    public void Set_DeepPath_MakesMapsAndListsOnTheWay()
    {
        OttlRig.Attribute("new", "set(attributes[\"new\"][\"a\"][1], \"x\")")
            .ShouldBe(
                """{ "kvlistValue": { "values": [ { "key": "a", "value": """
                + """{ "arrayValue": { "values": [ { }, { "stringValue": "x" } ] } } } ] } }""");
        OttlRig.Attribute("m", "set(attributes[\"m\"][\"n\"], name)")
            .ShouldBe(
                """{ "kvlistValue": { "values": [ { "key": "k", "value": { "stringValue": "v" } }, """
                + """{ "key": "n", "value": { "stringValue": "GET /users/42" } } ] } }""");
    }

    [Fact]
    public void Set_Nil_DoesNothing() =>
        OttlRig.Attribute("s", "set(attributes[\"s\"], attributes[\"missing\"])").ShouldContain("Hello World");

    [Fact]
    public void DeleteKey_InsideAValue_WritesTheValueWithoutIt() =>
        OttlRig.Attribute("m", "delete_key(attributes[\"m\"], \"k\")")
            .ShouldBe("""{ "kvlistValue": { "values": [ { "key": "n", "value": { "intValue": "7" } } ] } }""");

    [Theory]
    [InlineData("set(name, \"x\") where kind", 1, 22, "compare it")]
    [InlineData("set(nmae, \"x\")", 1, 5, "did you mean name?")]
    [InlineData("set(name, \"x\")\n  where kind == SPAN_KIND_SERVR", 2, 17, "did you mean SPAN_KIND_SERVER?")]
    [InlineData("sett(name, \"x\")", 1, 1, "did you mean set?")]
    [InlineData("set(name)", 1, 1, "set(target, value) needs value")]
    [InlineData("set(name, \"x\", 3)", 1, 16, "one too many")]
    [InlineData("set(\"x\", 3)", 1, 5, "must be a path")]
    [InlineData("set(name, IsMatch(name, \"(?=x)\"))", 1, 25, "look-around")]
    [InlineData("set(name, 'x')", 1, 11, "double quotes")]
    [InlineData("set(name, \"\\d\")", 1, 12, "\\\\d")]
    [InlineData("set(log.body, 1)", 1, 5, "can't look at log")]
    [InlineData("Concat([], \"\")", 1, 1, "lower-case")]
    [InlineData("set(name, \"x\"", 1, 14, "expected \",\"")]
    public void Statement_ThatIsWrong_IsRefusedWithItsPlace(string statement, int line, int column, string says)
    {
        HotPath.Components.Ottl.OttlException refusal = OttlRig.Refusal(statement);
        refusal.Problem.ShouldContain(says);
        (refusal.Line, refusal.Column).ShouldBe((line, column));
    }
}
