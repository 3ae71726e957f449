using HotPath.Engine.Config.Sources;

namespace HotPath.Engine.Tests.Config.Sources;

public class ReferenceSyntaxTests
{
    [Theory]
    [InlineData("${env:A}", "${env:A}")]
    [InlineData("x ${env:A} y", "${env:A}")]
    [InlineData("${env:A}${env:B}", "${env:A}")]
    [InlineData("${A${env:B}}", "${env:B}")]
    [InlineData("${env:A${env:B}", "${env:B}")]
    [InlineData("a}b}${env:A}", "${env:A}")]
    [InlineData("${}", "${}")]
    [InlineData("$$${env:A}", "${env:A}")]
    [InlineData("$$$$${env:A}", "${env:A}")]
    [InlineData("${env:A}$${B}", "${env:A}")]
    public void Find_AReference_IsTheInnermostThatClosesFirst(string text, string reference) =>
        ReferenceSyntax.Find(text).ShouldBe(reference);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("HO{ST}")]
    [InlineData("env:HOST}")]
    [InlineData("${HOST")]
    [InlineData("a}${HOST")]
    [InlineData("$${env:A}")]
    [InlineData("$$$${env:A}")]
    [InlineData("$${env:A} ${env:B}")]
    public void Find_NoneOrAnEscapedOne_IsNull(string text) => ReferenceSyntax.Find(text).ShouldBeNull();

    [Theory]
    [InlineData("$${env:A} ${env:B}", "${env:B}")]
    [InlineData("$${env:A}", null)]
    [InlineData("${env:A} $${env:B}", null)]
    public void Shadowed_AReferenceBehindAnEscapedOne_IsFound(string text, string? reference) =>
        ReferenceSyntax.Shadowed(text).ShouldBe(reference);

    [Theory]
    [InlineData("${env:A", true)]
    [InlineData("${env:A} ${env:B", true)]
    [InlineData("${env:A}", false)]
    [InlineData("$${env:A", false)]
    [InlineData("$$${env:A", true)]
    [InlineData("a", false)]
    public void IsOpen_WithoutAClosingBrace_IsTrue(string text, bool open) => ReferenceSyntax.IsOpen(text).ShouldBe(open);

    [Theory]
    [InlineData("$PASSWORD", true)]
    [InlineData("$PASS_1", true)]
    [InlineData("$1", false)]
    [InlineData("$name", false)]
    [InlineData("$$NAME", false)]
    [InlineData("a $NAME", false)]
    public void IsBareVariable_OnlyForADollarAndAName_IsTrue(string text, bool bare) => ReferenceSyntax.IsBareVariable(text).ShouldBe(bare);
}
