using System.Text.RegularExpressions;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;

namespace HotPath.Gateway.Tests.Cli;

/// <summary>
/// The examples that people copy first: those of the README and of every component's. Each is accepted as it stands, and serves.
/// </summary>
public sealed class ReadmeExampleTests
{
    public static TheoryData<string> Readmes { get; } = [.. Directory
        .EnumerateFiles(RepositoryRoot.Combine("engine", "HotPath.Components"), "README.md", SearchOption.AllDirectories)
        .Append(RepositoryRoot.Combine("README.md"))
        .Select(static path => Path.GetRelativePath(RepositoryRoot.Path, path))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Readmes))]
    public async Task Example_AsItStands_ServesAndStops(string readme)
    {
        MatchCollection examples = Regex.Matches(
            await File.ReadAllTextAsync(RepositoryRoot.Combine(readme)), @"^```yaml\n(?<yaml>[\s\S]+?)^```$", RegexOptions.Multiline);

        examples.ShouldNotBeEmpty();
        foreach (string yaml in examples.Select(static example => example.Groups["yaml"].Value))
        {
            // Only the ports are changed: tests share the machine.
            await using GatewayProcess gateway = await GatewayProcess.StartAsync(
                yaml,
                "--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0",
                "--set", "extensions.health_check.endpoint=127.0.0.1:0",
                "--set", "extensions.zpages.endpoint=127.0.0.1:0");

            (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        }
    }
}
