using System.Text.RegularExpressions;
using HotPath.Repository.Tests.Source;

namespace HotPath.Repository.Tests;

/// <summary>Small files, small methods, short lines, one type each.</summary>
public sealed partial class SizeTests
{
    private const int MaxFileLines = 400;
    private const int MaxBodyLines = 70;

    // Two files side by side fit a wide screen, and one fits a review. The same number is in .editorconfig, for editors.
    private const int MaxColumns = 140;

    private static readonly string[] Everywhere = ["engine", "hosts", "tests", "bench", "loadtests", "examples"];

    [Fact]
    public void Files_Always_HaveFewLines() => SourceTree.CSharp(Everywhere)
        .Where(static file => file.Lines > MaxFileLines)
        .Select(static file => $"{file.Name} has {file.Lines} lines, more than {MaxFileLines}: split it by what its parts are about")
        .ShouldHold();

    [Fact]
    public void Methods_Always_HaveFewLines() => SourceTree.CSharp(Everywhere)
        .SelectMany(static file => CSharpBody.In(file.Code)
            .Where(static body => !body.IsType && body.Depth > 0)
            .Select(body => (file, body, Lines: file.LineOf(body.Close) - file.LineOf(body.Open) - 1)))
        .Where(static method => method.Lines > MaxBodyLines)
        .Select(static method =>
            $"{method.file.Name}:{method.file.LineOf(method.body.Open)}: a body of {method.Lines} lines, more than {MaxBodyLines}")
        .ShouldHold();

    /// <summary>
    /// No exceptions: strings are joined with +, raw strings' YAML and JSON go on in another line, as do the types of a declaration.
    /// </summary>
    [Fact]
    public void Lines_Always_AreShort() => SourceTree.CSharp(Everywhere)
        .SelectMany(static file => file.Text.Split('\n').Select((line, index) => (file.Name, Number: index + 1, line.Length)))
        .Where(static line => line.Length > MaxColumns)
        .Select(static line => $"{line.Name}:{line.Number}: {line.Length} columns, more than {MaxColumns}: wrap it as its neighbours are")
        .ShouldHold();

    [Fact]
    public void Files_Always_HoldOneTypeOfTheirName() => SourceTree.CSharp("engine", "hosts", "tests")
        .Where(static file => !file.Name.EndsWith("/Program.cs", StringComparison.Ordinal))
        .Select(static file => (file.Name, Types: TypesIn(file.Code), Wanted: Path.GetFileName(file.Name).Split('.')[0]))
        .Where(static file => file.Types.Length != 1 || file.Types[0] != file.Wanted)
        .Select(static file =>
            $"{file.Name} holds {(file.Types.Length == 0 ? "no type" : string.Join(", ", file.Types))}: it should hold {file.Wanted} alone")
        .ShouldHold();

    [Fact]
    public void TypesIn_OfSeveral_FindsThemAll() =>
        TypesIn("namespace N;\npublic class A<T> where T : class { class Nested { } }\ninternal readonly record struct B(int X);\n"
            + "public enum C { X }\ndelegate void D(); public static class E { struct F; }").ShouldBe(["A", "B", "C", "D", "E"]);

    /// <summary>The types that stand in no other.</summary>
    private static string[] TypesIn(string code)
    {
        int depth = 0;
        char[] outside = code.ToCharArray();
        for (int i = 0; i < outside.Length; i++)
        {
            depth -= outside[i] == '}' ? 1 : 0;
            char kept = depth == 0 || outside[i] == '\n' ? outside[i] : ' ';
            depth += outside[i] == '{' ? 1 : 0;
            outside[i] = kept;
        }

        string topLevel = Regex.Replace(new string(outside), @"\bwhere\s+\w+\s*:[^{;]*", "");
        return [.. TypeOrDelegate().Matches(topLevel)
            .Select(static match => match.Groups["type"].Success ? match.Groups["type"].Value : match.Groups["delegate"].Value)];
    }

    [GeneratedRegex(
        """
        \b(?:(?:class|interface|enum|struct|record(?:\s+(?:class|struct))?)\s+(?<type>\w+)
        |delegate\s+[\w<>\[\]?,\s]+?\s(?<delegate>\w+)(?:<[^>]*>)?\()
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TypeOrDelegate();
}
