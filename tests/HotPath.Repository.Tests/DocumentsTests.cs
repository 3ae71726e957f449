using System.Text.RegularExpressions;
using HotPath.Repository.Tests.Source;
using HotPath.Testing;

namespace HotPath.Repository.Tests;

/// <summary>Documents that keep up with the code.</summary>
public sealed class DocumentsTests
{
    private const string Shared = "Shared";
    private const string Language = "Ottl"; // of several processors; no component itself

    [Fact]
    public void Links_InDocuments_Resolve() => SourceTree.Own.Where(static file => file.EndsWith(".md", StringComparison.Ordinal))
        .SelectMany(static file => Regex.Matches(SourceTree.Read(file), @"\[[^\]]*\]\(([^)\s]+)\)")
            .Select(static match => match.Groups[1].Value.Split('#')[0])
            .Where(static target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(RepositoryRoot.Combine(Path.GetDirectoryName(file)!, target)))
            .Select(target => $"{file}: {target} is not there"))
        .ShouldHold();

    [Fact]
    public void Changelog_Always_HasRoomForWhatIsUnreleased() => SourceTree.Read("CHANGELOG.md").ShouldContain("\n## [Unreleased]\n");

    [Fact]
    public void EngineReadme_Always_NamesEveryFolderOfTheEngine()
    {
        string readme = SourceTree.Read("engine/README.md");

        SourceTree.CSharp("engine").Select(static file => Path.GetDirectoryName(file.Name)!["engine/".Length..]).Distinct()
            .Where(folder => !readme.Contains($"`{folder}`", StringComparison.Ordinal))
            .Select(static folder => $"engine/README.md does not name `{folder}`: give it a line in the table of folders")
            .ShouldHold();
    }

    [Fact]
    public void Glossary_Always_DefinesTheDesignsNouns()
    {
        string glossary = SourceTree.Read("engine/GLOSSARY.md");
        string[] nouns =
        [
            "slab", "lease", "part", "batch", "item", "ring", "stage", "edge", "admission", "outcome", "plan", "ledger", "overlay", "index",
        ];

        nouns.Where(noun => !Regex.IsMatch(glossary, $@"^\| ([^|]*\b)?{noun}\b[^|]*\|", RegexOptions.Multiline))
            .Select(static noun => $"engine/GLOSSARY.md does not define {noun}")
            .ShouldHold();
    }

    [Theory]
    [InlineData("docs/interop.md")]
    [InlineData("docs/limits.md")]
    [InlineData("docs/security.md")]
    [InlineData("tests/HotPath.Gateway.Tests/Faults/README.md")]
    [InlineData("tests/HotPath.Hosting.Tests/Http2/README.md")]
    public void TablesOfTests_Always_NameTestsThatThereAre(string table)
    {
        Dictionary<string, string> tests = SourceTree.CSharp("tests")
            .Where(static file => file.Name.EndsWith("Tests.cs", StringComparison.Ordinal))
            .GroupBy(static file => Path.GetFileNameWithoutExtension(file.Name))
            .ToDictionary(static files => files.Key, static files => string.Concat(files.Select(static file => file.Code)));
        MatchCollection named = Regex.Matches(SourceTree.Read(table), @"`(\w+Tests)\.(\w+)`");

        named.ShouldNotBeEmpty();
        named.Where(name => !tests.TryGetValue(name.Groups[1].Value, out string? code)
                || !Regex.IsMatch(code, $@"\b{name.Groups[2].Value}\("))
            .Select(name => $"{table}: there is no test {name.Groups[1].Value}.{name.Groups[2].Value}")
            .ShouldHold();
    }

    /// <summary>A row is: limit, key or name, default, tests.</summary>
    [Fact]
    public void Limits_Always_HaveATestAndAName()
    {
        string code = string.Concat(SourceTree.CSharp("engine").Concat(SourceTree.CSharp("hosts")).Select(static file => file.Code));
        string[][] rows =
        [
            .. SourceTree.Read("docs/limits.md").Split('\n')
                .Where(
                    static line =>
                        line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| limit |", StringComparison.Ordinal))
                .Select(static line => line.Split('|')),
        ];

        rows.Length.ShouldBeGreaterThan(30);
        rows.Where(static row => row.Length != 6 || !Regex.IsMatch(row[4], @"`\w+Tests\.\w+`") || row[2].Trim().Length == 0)
            .Select(static row => $"docs/limits.md: {row[1].Trim()} has no test, or no name")
            .Concat(rows.SelectMany(static row => Regex.Matches(row[2], @"`(?:(\w+)\.)?([A-Z]\w+)`"))
                .Where(name => !Regex.IsMatch(code, $@"\b{name.Groups[2].Value}\b *(=|{{ get; init; }} =)")
                    || (name.Groups[1].Success && !Regex.IsMatch(code, $@"\b(class|record|struct) {name.Groups[1].Value}\b")))
                .Select(static name => $"docs/limits.md: there is no {name.Value} in the code"))
            .ShouldHold();
    }

    [Fact]
    public void Components_Always_HaveAReadmeWithAnExample() => ComponentFolders()
        .Where(static folder => !HasExample($"{folder}/README.md"))
        .Select(static folder => $"{folder} has no README.md with a ```yaml example: a component's users read that first")
        .ShouldHold();

    [Fact]
    public void Components_Always_HaveATableOfTheirKeysOrSayThatTheyHaveNone() => ComponentFolders()
        .Where(static folder => !Regex.IsMatch(
            SourceTree.Read($"{folder}/README.md"), @"^\| key \||\bno keys\b|\bkeys are those of\b", RegexOptions.Multiline))
        .Select(static folder => $"{folder}/README.md has no table of keys (| key | default | meaning |)")
        .ShouldHold();

    [Fact]
    public void Decisions_Always_AreListedAndHaveTheirFourParts()
    {
        string list = SourceTree.Read("docs/adr/README.md");
        IEnumerable<string> decisions = SourceTree.Own.Where(static file => Regex.IsMatch(file, @"^docs/adr/\d{4}-.*\.md$"));

        decisions.Where(file => !list.Contains($"({Path.GetFileName(file)})", StringComparison.Ordinal))
            .Select(static file => $"{file} is not in docs/adr/README.md")
            .Concat(decisions.SelectMany(static file => new[] { "Context", "Decision", "Consequence", "Measurement" }
                .Where(part => !SourceTree.Read(file).Contains($"\n## {part}\n", StringComparison.Ordinal))
                .Select(part => $"{file} has no section {part}")))
            .ShouldHold();
    }

    /// <summary>
    /// Folders like engine/HotPath.Components/Exporters/Otlp; folders inside them belong to the same component. What several share is none.
    /// </summary>
    private static IEnumerable<string> ComponentFolders() => SourceTree.CSharp("engine/HotPath.Components")
        .Select(static file => file.Name.Split('/'))
        .Where(static parts => parts.Length > 4 && parts[3] != Shared && parts[2] != Language)
        .Select(static parts => string.Join('/', parts[..4]))
        .Distinct();

    private static bool HasExample(string readme) =>
        SourceTree.Own.Contains(readme) && Regex.IsMatch(SourceTree.Read(readme), @"^```yaml\n[\s\S]+?^```$", RegexOptions.Multiline);
}
