using System.Text.RegularExpressions;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;

namespace HotPath.Gateway.Tests.Docs;

/// <summary>Every whole configuration that a README shows is accepted as it stands.</summary>
public sealed partial class ExampleTests
{
    public static TheoryData<string> Readmes()
    {
        var readmes = new TheoryData<string> { "README.md" };
        foreach (string file in Directory.EnumerateFiles(RepositoryRoot.Combine("engine", "HotPath.Components"), "README.md", SearchOption.AllDirectories).Order())
        {
            if (!file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            {
                readmes.Add(Path.GetRelativePath(RepositoryRoot.Path, file));
            }
        }

        return readmes;
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public async Task Readme_WholeConfigurations_AreAccepted(string readme)
    {
        string[] examples =
        [
            .. YamlBlock().Matches(await File.ReadAllTextAsync(RepositoryRoot.Combine(readme)))
                .Select(match => match.Groups[1].Value)
                .Where(yaml => yaml.Contains("service:", StringComparison.Ordinal)),
        ];
        examples.ShouldNotBeEmpty($"{readme} shows no whole configuration");
        foreach (string yaml in examples)
        {
            string file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, yaml);
            (int exitCode, string output) = await GatewayProcess.RunAsync("validate", "--config", file);
            File.Delete(file);
            exitCode.ShouldBe(0, output);
        }
    }

    [GeneratedRegex("^```yaml\\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex YamlBlock();
}
