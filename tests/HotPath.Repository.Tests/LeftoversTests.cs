using System.Text.RegularExpressions;
using HotPath.Repository.Tests.Source;

namespace HotPath.Repository.Tests;

/// <summary>What no file of this project holds.</summary>
public sealed partial class LeftoversTests
{
    // Spelled in two halves, so that this file does not break its own rules.
    private static readonly string[] Unfinished =
        ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception", "<summary>" + "skeleton"];

    private static readonly string[] Registries =
    [
        "registry.npm" + "js", "npm" + "js.org", "nuget" + ".org", "pypi" + ".org", "deb.debian" + ".org", "proxy.golang" + ".org",
        "crates" + ".io",
    ];

    private static readonly string[] MachinePaths = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/"];

    [Fact]
    public void Files_Always_AreFinished() =>
        Found(Unfinished.Select(static word => $@"(?<!\w){word}\b"), "finish it, or file an issue").ShouldHold();

    [Fact]
    public void Files_Always_NameNoPackageRegistry() =>
        Found(Registries.Select(Regex.Escape), "leave it to the machine's own settings, so that a mirror will do").ShouldHold();

    [Fact]
    public void Files_Always_NameNoPathOfSomebodysMachine() =>
        Found(MachinePaths.Select(static path => @"(?<![\w.}])" + Regex.Escape(path)), "name it from the root of the working copy")
            .ShouldHold();

    [Fact]
    public void Suppressions_Always_HaveAReasonBesideThem() => SourceTree.CSharp("engine", "hosts", "tests")
        .SelectMany(static file => Suppression().Matches(file.Text)
            .Where(match => !HasReason(file, match))
            .Select(match => $"{file.Name}:{file.LineOf(match.Index)}: a suppression without a comment on its line or the one above"))
        .ShouldHold();

    [GeneratedRegex(@"^.*(#pragma warning disable|\[.*SuppressMessage\().*$", RegexOptions.Multiline)]
    private static partial Regex Suppression();

    private static bool HasReason(CSharpFile file, Match suppression)
    {
        string above = file.Text[..suppression.Index].TrimEnd('\n').Split('\n')[^1].Trim();
        return above.StartsWith("//", StringComparison.Ordinal)
            || Regex.IsMatch(suppression.Value, @"disable[^/]*//|Justification\s*=")
            || file.Name.EndsWith("/LeftoversTests.cs", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Found(IEnumerable<string> patterns, string remedy)
    {
        Regex any = new(string.Join('|', patterns));
        return SourceTree.Own
            .SelectMany(file => SourceTree.Read(file).Split('\n').Select((line, index) => (file, line, number: index + 1)))
            .Where(place => any.IsMatch(place.line))
            .Select(place => $"{place.file}:{place.number}: {any.Match(place.line).Value}: {remedy}");
    }
}
