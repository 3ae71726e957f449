namespace HotPath.Engine.Tests.Config.Yaml;

/// <summary>What people get wrong in YAML, and what they are told.</summary>
public class SyntaxFaultTests
{
    [Theory]
    [InlineData("a:\n\tb: 1\n", "2:1", "a tab indents this line: use spaces")]
    [InlineData("r:\n  otlp:\n    endpoint:0.0.0.0\n    x: 1\n", "3:13", "a space is missing behind this colon")]
    [InlineData("a\nb: 1\n", "2:2", "line 1 above has no ': ', so this line continues its text")]
    [InlineData("a: x\n  b: 1\n", "2:4", "this line is indented below line 1, which has a value already")]
    [InlineData("a: b: c\n", "1:5", "a second ': ' in one value: put the value in quotes")]
    [InlineData("a:\n    b: 1\n  c: 2\n", "3:3", "this line is indented by 2, which matches no key above it")]
    [InlineData("  a: 1\nb: 2\n", "2:1", "this line is indented less than the first one")]
    [InlineData("a: b\n- c\n", "2:1", "a list element stands where a key should: indent it as the other elements")]
    [InlineData("l:\n  - a\n  b: 1\n", "3:3", "a key stands among list elements: begin it with '- ' or indent it into the element above")]
    [InlineData("a: - b\n", "1:4", "a list must not begin on the line of its key: put '- ' on the next line")]
    [InlineData("a: \"abc\nb: 1\n", "1:4", "the quote that opens here is never closed")]
    [InlineData("a: 'abc\nb: 1\n", "1:4", "the quote that opens here is never closed")]
    [InlineData("a: [1, 2\nb: 3\n", "1:4", "the [ that opens here is never closed")]
    [InlineData("a: {x: 1\nb: 3\n", "1:4", "the { that opens here is never closed")]
    [InlineData("a: [b, {c: [d\n", "1:12", "the [ that opens here is never closed")]
    [InlineData("a: {b: 1}}\n", "1:10", "this does not belong to the value before it: is a quote or a bracket missing or too many?")]
    [InlineData("a: \"x\" y\n", "1:8", "this does not belong to the value before it: is a quote or a bracket missing or too many?")]
    [InlineData("a: ]\n", "1:4", "a value is missing before this")]
    [InlineData("a: {b: ${env:X:-y}}\n", "1:8", "inside { } a reference needs quotes: \"${env:NAME}\"")]
    [InlineData("a: [1, ${env:X:-y}]\n", "1:8", "inside [ ] a reference needs quotes: \"${env:NAME}\"")]
    [InlineData("a: %x\n", "1:4", "a value must not begin with %: put it in quotes")]
    [InlineData("a: @x\n", "1:4", "a value must not begin with @: put it in quotes")]
    [InlineData("a: `x`\n", "1:4", "a value must not begin with `: put it in quotes")]
    [InlineData("a: *\n", "1:4", "a * begins an alias: put the text in quotes if the star is part of it")]
    [InlineData("a: \"^\\d+$\"\n", "1:4", "a backslash in double quotes begins an escape: write \\\\ or use single quotes")]
    [InlineData("a: 1\nb: x\u0007y\n", "2:5", "the character U+0007 is not allowed: remove it, or write an escape in double quotes")]
    [InlineData("\u0001", "1:1", "the character U+0001 is not allowed: remove it, or write an escape in double quotes")]
    public void Read_InvalidYaml_TellsWhatAPersonDid(string yaml, string at, string what) =>
        Read.Errors(yaml).ShouldBe([$"c.yaml:{at}: not valid YAML: {what}"]);
}
