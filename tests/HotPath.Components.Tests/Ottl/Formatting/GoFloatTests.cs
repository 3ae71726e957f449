using System.Globalization;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Tests.Ottl.Formatting;

public sealed class GoFloatTests
{
    /// <summary>Written by Go: FormatFloat with 'f', and encoding/json.</summary>
    [Theory]
    [InlineData("1e+21")]
    [InlineData("100000000000000000000")]
    [InlineData("0.000001")]
    [InlineData("1e-7")]
    [InlineData("123456789.125")]
    [InlineData("-0.0001")]
    [InlineData("5e-324")]
    [InlineData("1.7976931348623157e+308")]
    [InlineData("100")]
    [InlineData("0")]
    [InlineData("2.5")]
    [InlineData("1e+22")]
    [InlineData("1.5e-9")]
    [InlineData("1.5e-10")]
    [InlineData("-1e-7")]
    public void TryAppendJson_OfANumber_WritesWhatGoWrites(string json)
    {
        var into = new WireBuilder();
        GoFloat.TryAppendJson(into, double.Parse(json, CultureInfo.InvariantCulture)).ShouldBeTrue();
        System.Text.Encoding.ASCII.GetString(into.Since(0)).ShouldBe(json);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void TryAppendJson_OfWhatJsonCanNotHold_SaysSo(double value) => GoFloat.TryAppendJson(new WireBuilder(), value).ShouldBeFalse();

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e-10, "0.0000000001")]
    [InlineData(123456.789e3, "123456789")]
    public void Append_Shortest_NeverWritesAnExponentInFormF(double value, string text)
    {
        var into = new WireBuilder();
        GoFloat.Append(into, value, 'f', GoFloat.Shortest);
        System.Text.Encoding.ASCII.GetString(into.Since(0)).ShouldBe(text);
    }
}
