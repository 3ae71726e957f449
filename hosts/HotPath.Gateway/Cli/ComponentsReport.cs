using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Gateway.Cli;

/// <summary>What <c>hotpath components</c> prints: the catalogue, in the Collector's shape.</summary>
internal static class ComponentsReport
{
    private static readonly Signal[] Signals = [Signal.Logs, Signal.Metrics, Signal.Traces];

    public static void Write(ComponentCatalogue catalogue, InvocationName name, TextWriter to)
    {
        to.WriteLine("buildinfo:");
        to.WriteLine($"    command: {name.Command}");
        to.WriteLine($"    description: HotPath {VersionAction.Version}, compatible with otelcol-contrib {CollectorVersion.Contrib}");
        to.WriteLine($"    version: {(name.IsCollector ? CollectorVersion.Contrib : VersionAction.Version)}");
        WriteKind(to, "receivers", catalogue.Receivers, static f => f.Type);
        WriteKind(to, "processors", catalogue.Processors, static f => f.Type);
        WriteKind(to, "exporters", catalogue.Exporters, static f => f.Types[0]);
        WriteConnectors(to, catalogue.Connectors);
        WriteKind(to, "extensions", catalogue.Extensions, static f => f.Type, isExtension: true);
        to.WriteLine("providers:");
        foreach (string scheme in ConfigComposer.Schemes)
        {
            to.WriteLine($"    - scheme: {scheme}");
            to.WriteLine($"      module: {ModuleOf(typeof(ConfigComposer))}");
        }

        to.WriteLine("converters: []");
    }

    private static void WriteConnectors(TextWriter to, IReadOnlyList<IConnectorFactory> factories)
    {
        to.WriteLine(factories.Count == 0 ? "connectors: []" : "connectors:");
        foreach (IConnectorFactory factory in factories.OrderBy(f => f.Type, StringComparer.Ordinal))
        {
            WriteHead(to, factory.Type, factory);
            foreach ((Signal from, Signal into) in Signals.SelectMany(_ => Signals, (from, into) => (from, into)))
            {
                to.WriteLine($"        {WordOf(from)}-to-{WordOf(into)}: {Word(factory.StabilityOf(from, into))}");
            }
        }
    }

    private static void WriteHead(TextWriter to, string type, IComponentFactory factory)
    {
        to.WriteLine($"    - name: {type}");
        to.WriteLine($"      module: {ModuleOf(factory.GetType())}");
        to.WriteLine("      stability:");
    }

    private static void WriteKind<TFactory>(
        TextWriter to, string kind, IReadOnlyList<TFactory> factories, Func<TFactory, string> type, bool isExtension = false)
        where TFactory : IComponentFactory
    {
        to.WriteLine(factories.Count == 0 ? $"{kind}: []" : $"{kind}:");
        foreach (TFactory factory in factories.OrderBy(type, StringComparer.Ordinal))
        {
            WriteHead(to, type(factory), factory);
            if (isExtension)
            {
                to.WriteLine($"        extension: {Word(factory.StabilityOf(null))}");
                continue;
            }

            foreach (Signal signal in Signals)
            {
                to.WriteLine($"        {WordOf(signal)}: {Word(factory.StabilityOf(signal))}");
            }
        }
    }

    // Where the Collector names a Go module and its version, the namespace and this build's.
    private static string ModuleOf(Type type) => $"{type.Namespace} v{VersionAction.Version}";

    private static string WordOf(Signal signal) => signal.ToString().ToLowerInvariant();

    private static string Word(ComponentStability? stability) => stability?.ToString() ?? "Undefined";
}
