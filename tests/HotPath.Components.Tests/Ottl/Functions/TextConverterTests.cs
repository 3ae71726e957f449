namespace HotPath.Components.Tests.Ottl.Functions;

public class TextConverterTests
{
    [Theory]
    [InlineData("ConvertCase(attributes[\"s\"], \"upper\")", "\"HELLO WORLD\"")]
    [InlineData("ToUpperCase(attributes[\"u\"])", "\"ÑANDÚ ☃\"")]
    [InlineData("ToLowerCase(\"ÑA\")", "\"ña\"")]
    [InlineData("ConvertCase(\"someHTTPName_here-now\", \"snake\")", "\"some_http_name_here_now\"")]
    [InlineData("ToCamelCase(\"someHTTPName_here-now\")", "\"SomeHttpnameHereNow\"")]
    [InlineData("ToSnakeCase(\"a1B\")", "\"a_1_b\"")]
    [InlineData("Split(\"a,b,,c\", \",\")", "[\"a\",\"b\",\"\",\"c\"]")]
    [InlineData("Split(\"\", \",\")", "[\"\"]")]
    [InlineData("Split(\"a,\", \",\")", "[\"a\",\"\"]")]
    [InlineData("Split(attributes[\"u\"], \"\")", "[\"ñ\",\"a\",\"n\",\"d\",\"ú\",\" \",\"☃\"]")]
    [InlineData("Trim(\"  pad  \")", "\"pad\"")]
    [InlineData("Trim(attributes[\"s\"], \"Hd\")", "\"ello Worl\"")]
    [InlineData("TrimPrefix(attributes[\"s\"], \"Hello \")", "\"World\"")]
    [InlineData("TrimSuffix(attributes[\"s\"], \"World\")", "\"Hello \"")]
    [InlineData(
        "ParseJSON(\"{\\\"b\\\":1,\\\"a\\\":[true,null,\\\"x\\\\n\\\"],\\\"b\\\":2.5}\")", "{\"a\":[true,null,\"x\\n\"],\"b\":2.5}")]
    [InlineData("ParseJSON(\" [1, {}] \")", "[1,{}]")]
    [InlineData("ParseJSON(\"[1] x\")", "failed: the text is not JSON (or nests more than 64 deep)")]
    [InlineData("ParseJSON(\"[1\")", "failed: the text is not JSON (or nests more than 64 deep)")]
    [InlineData("ParseJSON(attributes[\"s\"])", "failed: the text is neither an object nor an array of JSON")]
    [InlineData("SHA256(\"Hello World\")", "\"a591a6d40bf420404a011733cfb7b190d62c65bf0bcda32b57b277d9ad9f146e\"")]
    [InlineData("ToUpperCase(attributes[\"i\"])", "failed: expected a string but got an int")]
    public void Converter_OfText_GivesWhatTheCollectorGives(string expression, string value) => OttlRig.Value(expression).ShouldBe(value);

    [Fact]
    public void ParseJson_NestedTooDeep_Fails() =>
        OttlRig.Value($"ParseJSON(\"{new string('[', 100)}{new string(']', 100)}\")").ShouldStartWith("failed");

    [Fact]
    public void ConvertCase_ToAnUnknownCase_IsRefused() =>
        OttlRig.Refusal("set(name, ConvertCase(name, \"title\"))").Message.ShouldContain("upper, lower, snake or camel");
}
