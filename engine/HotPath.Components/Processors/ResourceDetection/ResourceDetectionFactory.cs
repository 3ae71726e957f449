using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>Reads the keys of a <c>resourcedetection</c> processor (collector-contrib/processor/resourcedetectionprocessor).</summary>
/// <param name="root">Below which files are read: <c>/</c>, except in tests.</param>
public sealed class ResourceDetectionFactory(string root = "/") : IProcessorFactory
{
    /// <summary>The longest that detectors may be given.</summary>
    internal static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    private static readonly string[] Built = ["env", "system", "docker"];

    /// <summary>The Collector's other detectors, and the sections that some have.</summary>
    private static readonly string[] Others =
    [
        "gcp", "gce", "gke", "ec2", "ecs", "elasticbeanstalk", "eks", "lambda", "azure", "aks", "consul", "heroku", "openshift",
        "oraclecloud", "k8snode", "kubeadm", "dynatrace", "hetzner", "akamai", "scaleway", "upcloud", "vultr", "digitalocean", "openstack",
        "alibaba_ecs", "tencent_cvm",
    ];

    /// <inheritdoc/>
    public string Type => "resourcedetection";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        IReadOnlyList<string> names = map.Texts("detectors");
        bool isOverriding = map.Flag("override", true);
        TimeSpan timeout = map.Duration("timeout", TimeSpan.FromSeconds(5));
        IReadOnlyList<string> only = map.Texts("attributes");
        if (timeout <= TimeSpan.Zero || timeout > LongestTimeout)
        {
            map.Error("timeout", $"the detectors have so long: more than 0s, {LongestTimeout.TotalMinutes}m at most");
        }

        if (names.Count == 0)
        {
            map.Error("detectors", "detectors must name at least one of env, system, docker");
        }

        ConfigMap system = map.Map("system");
        IReadOnlyList<string> sources = system.Texts("hostname_sources", "dns", "os");
        CheckSources(system, sources);
        IReadOnlyList<string> ofSystem = Wanted(system, SystemDetector.Attributes);
        IReadOnlyList<string> ofDocker = Wanted(map.Map("docker"), DockerDetector.Attributes);
        map.NotBuilt("refresh_interval", "detection happens once, at start; remove the key");
        foreach (string other in Others)
        {
            map.NotBuilt(other);
        }

        List<IDetector> detectors = [];
        foreach (string name in names)
        {
            switch (name)
            {
                case "env":
                    detectors.Add(new EnvDetector(Environment.GetEnvironmentVariable));
                    break;
                case "system":
                    detectors.Add(new SystemDetector(sources, ofSystem, root));
                    break;
                case "docker":
                    detectors.Add(new DockerDetector(ofDocker, Path.Combine(root, "var/run/docker.sock")));
                    break;
                default:
                    string why = Others.Contains(name) ? "is known to the Collector, but not built in HotPath yet" : "is no detector";
                    map.Error("detectors", $"'{name}' {why}: name some of {string.Join(", ", Built)}");
                    break;
            }
        }

        map.Done();
        return new ResourceDetectionPlan(id, detectors, isOverriding, timeout) { Only = only };
    }

    private static void CheckSources(ConfigMap system, IReadOnlyList<string> sources)
    {
        foreach (string source in sources.Except(["dns", "os"]))
        {
            string why = source is "cname" or "lookup"
                ? "is known to the Collector, but not built in HotPath yet"
                : "is no source of host names";
            system.Error("hostname_sources", $"'{source}' {why}: name some of dns, os");
        }
    }

    private static IReadOnlyList<string> Wanted(ConfigMap detector, IReadOnlyDictionary<string, bool> attributes)
    {
        ConfigMap section = detector.Map("resource_attributes");
        return
        [
            .. attributes.Where(attribute => section.Map(attribute.Key).Flag("enabled", attribute.Value))
                .Select(attribute => attribute.Key),
        ];
    }
}
