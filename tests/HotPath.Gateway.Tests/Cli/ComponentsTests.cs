using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Gateway.Lifecycle;
using HotPath.Gateway.Tests.EndToEnd;

namespace HotPath.Gateway.Tests.Cli;

/// <summary><c>components</c> prints YAML in the Collector's shape, with what the catalogue has and nothing else.</summary>
public sealed class ComponentsTests
{
    private static readonly string[] Signals = ["logs", "metrics", "traces"];

    [Fact]
    public async Task Components_Always_AreTheCataloguesInTheCollectorsShape()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("components");

        exitCode.ShouldBe(0);
        var errors = new ConfigErrors();
        ConfigNode root = ConfigComposer.FromText(output, "components", errors);
        errors.Errors.ShouldBeEmpty();
        root.Entries.Select(e => e.Key).ShouldBe(
            ["buildinfo", "receivers", "processors", "exporters", "connectors", "extensions", "providers", "converters"]);
        root["buildinfo"]!.Entries.Select(e => e.Key).ShouldBe(["command", "description", "version"]);

        ComponentCatalogue catalogue = Catalogue.Create();
        ShouldList(root["receivers"]!, catalogue.Receivers.Select(f => f.Type));
        ShouldList(root["processors"]!, catalogue.Processors.Select(f => f.Type));
        ShouldList(root["exporters"]!, catalogue.Exporters.Select(f => f.Types[0]));
        string[] pairs = [.. Signals.SelectMany(_ => Signals, (from, into) => $"{from}-to-{into}")];
        ShouldList(root["connectors"]!, catalogue.Connectors.Select(f => f.Type), pairs);
        root["connectors"]!.Items[0]["stability"]!.Entries.Where(e => e.Value.Text != "Undefined").Select(e => e.Key)
            .ShouldBe(["logs-to-logs", "metrics-to-metrics", "traces-to-traces"]);
        ShouldList(root["extensions"]!, catalogue.Extensions.Select(f => f.Type), "extension");
        root["providers"]!.Items.Select(p => p["scheme"]!.Text).ShouldBe(["env", "file", "http", "https", "yaml"]);
    }

    private static void ShouldList(ConfigNode section, IEnumerable<string> types, params string[] stability)
    {
        string[] signals = stability.Length > 0 ? stability : Signals;
        section.Items.Select(i => i["name"]!.Text).ShouldBe(types.Order(StringComparer.Ordinal));
        foreach (ConfigNode item in section.Items)
        {
            item.Entries.Select(e => e.Key).ShouldBe(["name", "module", "stability"]);
            item["module"]!.Text!.ShouldMatch(@"^HotPath\.Components\.\w+\.\w+ v\d+\.\d+\.\d+$");
            item["stability"]!.Entries.Select(e => e.Key).ShouldBe(signals);
        }
    }
}
