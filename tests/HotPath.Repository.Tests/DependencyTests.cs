using System.Text.RegularExpressions;
using System.Xml.Linq;
using HotPath.Repository.Tests.Source;

namespace HotPath.Repository.Tests;

/// <summary>
/// Core ← Engine ← Components ← Hosting ← Gateway; never sideways, never up. Unsafe code in Core and the tests' own project only.
/// </summary>
public sealed class DependencyTests
{
    // The order is the rule: a project may reference the one before it, and name in code whatever stands before it.
    private static readonly string[] Layers =
        ["HotPath.Core", "HotPath.Engine", "HotPath.Components", "HotPath.Hosting", "HotPath.Gateway"];

    [Fact]
    public void Projects_OfWhatShips_ReferenceTheLayerBelowOnly()
    {
        Dictionary<string, string> projects = Projects("engine", "hosts");
        projects.Keys.Order().ShouldBe(Layers.Order());

        projects.SelectMany(project => References(project.Value, "ProjectReference")
                .Where(reference => Array.IndexOf(Layers, reference) != Array.IndexOf(Layers, project.Key) - 1)
                .Select(reference => $"{project.Value} references {reference}: reference the layer below only"))
            .ShouldHold();
    }

    [Fact]
    public void Core_Always_HasNoPackages()
    {
        string core = Projects("engine")["HotPath.Core"];

        References(core, "PackageReference").Concat(References(core, "FrameworkReference"))
            .Select(package => $"{core} has {package}: Core has the base library only")
            .ShouldHold();
    }

    [Fact]
    public void Code_OfALayer_NamesNoLayerAbove() => SourceTree.CSharp("engine", "hosts")
        .SelectMany(file => Regex.Matches(file.Code, @"\bHotPath\.(Core|Engine|Components|Hosting|Gateway|Testing)\b")
            .Where(match => Array.IndexOf(Layers, match.Value) > Array.IndexOf(Layers, LayerOf(file)) || match.Value == "HotPath.Testing")
            .Select(match => $"{file.Name}:{file.LineOf(match.Index)}: {LayerOf(file)} names {match.Value}, which stands above it"))
        .ShouldHold();

    [Fact]
    public void Unsafe_Anywhere_IsCoresAndTheTestingProjects()
    {
        IEnumerable<string> projects = SourceTree.Own.Where(static file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(file => SourceTree.Read(file).Contains("AllowUnsafeBlocks", StringComparison.Ordinal) && !MayBeUnsafe(file));
        IEnumerable<string> code = SourceTree.CSharp("engine", "hosts", "tests", "examples").Where(static file => !MayBeUnsafe(file.Name))
            .SelectMany(static file => Regex.Matches(file.Code, @"\bunsafe\b|\bUnsafe\.(?!SizeOf\b)")
                .Select(match => $"{file.Name}:{file.LineOf(match.Index)}"));

        projects.Concat(code).Select(static place => $"{place}: move it to HotPath.Core, behind a safe face").ShouldHold();
    }

    private static bool MayBeUnsafe(string file) =>
        file.StartsWith("engine/HotPath.Core/", StringComparison.Ordinal)
        || file.StartsWith("tests/HotPath.Testing/", StringComparison.Ordinal);

    private static string LayerOf(CSharpFile file) => file.Name.Split('/')[1];

    private static Dictionary<string, string> Projects(params string[] folders) => SourceTree.Own
        .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && folders.Contains(file.Split('/')[0]))
        .ToDictionary(static file => Path.GetFileNameWithoutExtension(file));

    private static IEnumerable<string> References(string project, string element) => XDocument.Parse(SourceTree.Read(project))
        .Descendants(element)
        .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
