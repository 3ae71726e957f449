namespace HotPath.Repository.Tests.Source;

/// <summary>The rules see code only as well as this does.</summary>
public sealed class CSharpBlanksTests
{
    [Theory]
    [InlineData("a // b\nc", "a c")]
    [InlineData("a /* b\nc */ d", "a d")]
    [InlineData("a \"b\\\"c\" d", "a d")]
    [InlineData("a @\"b\"\"c\" d", "a d")]
    [InlineData("a $\"b{c}d\" e", "a e")]
    [InlineData("a $\"b{c(\"}\")}d\" e", "a e")]
    [InlineData("a $\"{{b}}\" c", "a c")]
    [InlineData("a $@\"b\\{c}\" d", "a d")]
    [InlineData("a \"\"\"b\"c\"\"\" d", "a d")]
    [InlineData("a $\"\"\"b{c}\"\"\" d", "a d")]
    [InlineData("a \"\"u8 b", "a u8 b")]
    [InlineData("a '\"' b '\\'' c", "a b c")]
    [InlineData("@class $b", "@class $b")]
    public void Of_EachForm_BlanksWhatIsNotCode(string text, string code)
    {
        string blanked = CSharpBlanks.Of(text);

        blanked.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ShouldBe(code.Split(' '));
        blanked.Length.ShouldBe(text.Length);
        blanked.AsSpan().Count('\n').ShouldBe(text.AsSpan().Count('\n'));
    }

    [Fact]
    public void In_ATypeWithMembers_KnowsWhichIsWhich()
    {
        const string Code =
            "namespace N; class A<T> where T : class { int _f = 1; void M() { if (x) { } } int P { get { return 1; } } "
            + "class B { void N() { } } }";

        CSharpBody[] bodies = [.. CSharpBody.In(Code)];

        bodies.Where(static body => body.IsType).Select(static body => body.Header).ShouldBe(["class B", "class A<T> where T : class"]);
        bodies.Where(static body => !body.IsType && body.Depth > 0).Select(static body => body.Header)
            .ShouldBe(["void M()", "int P", "void N()"]);
    }
}
