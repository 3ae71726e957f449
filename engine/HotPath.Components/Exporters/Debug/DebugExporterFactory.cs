using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Components.Exporters.Debug;

/// <summary>
/// Reads <c>debug</c> exporters (collector/exporter/debugexporter/config.go), also under the name of <c>logging</c>, which the Collector
/// removed in v0.111 and tutorials still use.
/// </summary>
public sealed class DebugExporterFactory : IExporterFactory
{
    /// <summary>The default of <c>sampling_initial</c>, in batches a second.</summary>
    public const int DefaultSamplingInitial = 2;

    /// <summary>The default of <c>sampling_thereafter</c>: every batch.</summary>
    public const int DefaultSamplingThereafter = 1;

    /// <summary>The default of <c>sampling_thereafter</c> under the name of <c>logging</c>.</summary>
    public const int LoggingSamplingThereafter = 500;

    private const string OldType = "logging";

    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = ["debug", OldType];

    /// <inheritdoc/>
    public ExporterPlan Read(ComponentId id, ConfigMap map)
    {
        bool isOld = id.Type == OldType;
        DebugVerbosity verbosity = isOld && map.Has("loglevel") ? VerbosityOfLogLevel(map) : VerbosityOf(map);
        int initial = (int)map.Integer("sampling_initial", DefaultSamplingInitial, 0, int.MaxValue);
        int thereafter = (int)map.Integer(
            "sampling_thereafter", isOld ? LoggingSamplingThereafter : DefaultSamplingThereafter, 0, int.MaxValue);
        IReadOnlyList<string>? paths = OutputPathsOf(map, map.Flag("use_internal_logger", true));
        QueuePlan queue = QueueConfig.Read(map, QueuePlan.Disabled);
        map.Done();
        if (isOld)
        {
            map.Errors.Tolerate(
                map.Node.Position,
                map.Node.Path,
                "the logging exporter is deprecated (the Collector removed it in v0.111.0) and runs as debug: "
                + "write debug instead of logging, and verbosity: basic or detailed instead of loglevel: info or debug");
        }

        return new DebugExporterPlan(id, queue, verbosity, initial, thereafter, paths);
    }

    private static DebugVerbosity VerbosityOf(ConfigMap map) =>
        map.OneOfAnyCase("verbosity", "basic", "basic", "normal", "detailed") switch
        {
            "detailed" => DebugVerbosity.Detailed,
            "normal" => DebugVerbosity.Normal,
            _ => DebugVerbosity.Basic,
        };

    /// <summary>
    /// What the Collector made of it: debug shows everything; info and above show the counts, all that <c>normal</c> showed then.
    /// </summary>
    private static DebugVerbosity VerbosityOfLogLevel(ConfigMap map)
    {
        if (map.Child("verbosity") is not null)
        {
            map.Error("loglevel", "cannot stand beside verbosity: remove loglevel");
        }

        return map.OneOfAnyCase("loglevel", "info", "debug", "info", "warn", "error", "dpanic", "panic", "fatal") == "debug"
            ? DebugVerbosity.Detailed
            : DebugVerbosity.Basic;
    }

    private static IReadOnlyList<string>? OutputPathsOf(ConfigMap map, bool useInternalLogger)
    {
        bool isWritten = map.Child("output_paths") is { IsNull: false };
        IReadOnlyList<ConfigNode> nodes = map.List("output_paths");
        if (useInternalLogger)
        {
            if (isWritten)
            {
                map.Error("output_paths", "is not supported when use_internal_logger is true: write use_internal_logger: false beside it");
            }

            return null;
        }

        if (!isWritten)
        {
            return ["stdout"];
        }

        if (nodes.Count == 0)
        {
            map.Error(
                "output_paths",
                "must not be empty when use_internal_logger is false: name stdout, stderr or a file, or remove the key");
        }

        foreach (ConfigNode node in nodes.Where(static node => node.IsMap || node.IsList || node.IsNull))
        {
            map.Errors.Add(node.Position, node.Path, "must be stdout, stderr or a file's name");
        }

        return [.. nodes.Select(static node => node.Text ?? "")];
    }
}
