using System.Text.RegularExpressions;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;

namespace HotPath.Gateway.Tests.Cli;

/// <summary>
/// The examples that people copy first: those of the README and of every component's. Each is accepted as it stands, and serves.
/// </summary>
public sealed partial class ReadmeExampleTests
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
            using var folder = new TemporaryFolder();
            await using GatewayProcess gateway = await GatewayProcess.StartAsync(yaml, OnASharedMachine(yaml, folder));

            Listening().Matches(gateway.Output).Select(static match => match.Groups[1].Value)
                .ShouldAllBe(static endpoint => endpoint.StartsWith("127.0.0.1:", StringComparison.Ordinal), gateway.Output);
            (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        }
    }

    /// <summary>Only the ports are changed, and where files are kept: tests share the machine, with whatever else runs on it.</summary>
    private static string[] OnASharedMachine(string yaml, TemporaryFolder folder)
    {
        (string IfThereIs, string Setting)[] settings =
        [
            ("receivers:", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0"),
            ("receivers:", "extensions.health_check.endpoint=127.0.0.1:0"),
            ("receivers:", "extensions.zpages.endpoint=127.0.0.1:0"),
            ("\n      http:\n", "receivers.otlp.protocols.http.endpoint=127.0.0.1:0"),
            ("\n  otlp/edge:\n", "receivers.otlp/edge.protocols.grpc.endpoint=127.0.0.1:0"),
            ("\n  file_storage/queue:\n", $"extensions.file_storage/queue.directory={folder.Path}"),
        ];
        return
        [
            .. settings.Where(setting => yaml.Contains(setting.IfThereIs, StringComparison.Ordinal))
                .SelectMany(static setting => new[] { "--set", setting.Setting }),
        ];
    }

    [GeneratedRegex("Starting .*\"endpoint\": ?\"([^\"]+)\"")]
    private static partial Regex Listening();
}
