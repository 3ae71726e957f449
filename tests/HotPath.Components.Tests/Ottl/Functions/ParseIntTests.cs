namespace HotPath.Components.Tests.Ottl.Functions;

/// <summary>Each expectation is what Go's own strconv.ParseInt gave.</summary>
public sealed class ParseIntTests
{
    [Theory]
    [InlineData("ParseInt(\"12345\", 10)", "12345")]
    [InlineData("ParseInt(\"0xAA\", 0)", "170")]
    [InlineData("ParseInt(\"AA\", 16)", "170")]
    [InlineData("ParseInt(\"-20\", 8)", "-16")]
    [InlineData("ParseInt(\"0b1111_0000\", 0)", "240")]
    [InlineData("ParseInt(\"0b10110\", 0)", "22")]
    [InlineData("ParseInt(\"0xFF\", 0)", "255")]
    [InlineData("ParseInt(\"-0xFF\", 0)", "-255")]
    [InlineData("ParseInt(\"-0o123\", 0)", "-83")]
    [InlineData("ParseInt(\"017\", 0)", "15")]
    [InlineData("ParseInt(\"+5\", 10)", "5")]
    [InlineData("ParseInt(\"1_000\", 10)", "failed")]
    [InlineData("ParseInt(\"1_000\", 0)", "1000")]
    [InlineData("ParseInt(\"_1\", 0)", "failed")]
    [InlineData("ParseInt(\"1__0\", 0)", "failed")]
    [InlineData("ParseInt(\"9223372036854775807\", 10)", "9223372036854775807")]
    [InlineData("ParseInt(\"9223372036854775808\", 10)", "failed")]
    [InlineData("ParseInt(\"-9223372036854775808\", 10)", "-9223372036854775808")]
    [InlineData("ParseInt(\"\", 10)", "failed")]
    [InlineData("ParseInt(\"zz\", 36)", "1295")]
    [InlineData("ParseInt(\"12\", 2)", "failed")]
    [InlineData("ParseInt(\"5\", 1)", "failed")]
    [InlineData("ParseInt(\"5\", 37)", "failed")]
    [InlineData("ParseInt(\"0x\", 0)", "failed")]
    [InlineData("ParseInt(\"0\", 0)", "0")]
    [InlineData("ParseInt(\"0_7\", 0)", "7")]
    [InlineData("ParseInt(\"-\", 10)", "failed")]
    [InlineData("ParseInt(\" 5\", 10)", "failed")]
    public void ParseInt_OfATextAndBase_GivesWhatGoGives(string expression, string value) => GoAnswers.Check(expression, value);
}
