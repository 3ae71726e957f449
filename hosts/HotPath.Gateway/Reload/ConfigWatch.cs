using HotPath.Engine.Config;
using HotPath.Engine.Telemetry;
using HotPath.Gateway.Cli;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Reload;

/// <summary>
/// <c>--watch-config</c>: a change of a file that the configuration was read from asks for a reload; one of a listener's certificates has
/// it read again. Other sources (<c>env:</c>, <c>http:</c>) are not watched.
/// </summary>
internal sealed class ConfigWatch : IDisposable
{
    private readonly FileWatch _files;
    private readonly HashSet<string> _certificates = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly List<string> _early = [];
    private Action<IReadOnlyList<string>>? _onChange;

    /// <summary>Looks at the files that the command line names. What changes before <see cref="Start"/> is told then.</summary>
    public ConfigWatch(ConfigSources sources)
    {
        _files = new FileWatch(OnChange, TimeProvider.System);
        Add(sources.Configs.Select(static uri => ConfigSource.Config(uri).File).OfType<string>());
    }

    /// <summary>Watches these, too: sources, and what they refer to.</summary>
    public void Add(IEnumerable<string> files) => _files.Add(files);

    /// <summary>Watches these, too, and the certificates of the listeners that there are now.</summary>
    public void Add(IEnumerable<string> files, Lifecycle.Gateway gateway)
    {
        Add(files);
        AddCertificates(gateway);
    }

    /// <summary>Begins to tell.</summary>
    public void Start(Lifecycle.Gateway gateway, ReloadRequests requests, ILogger log)
    {
        if (_files.Count == 0)
        {
            log.Warn("--watch-config watches files, and the configuration is read from none: SIGHUP reloads it.");
        }

        AddCertificates(gateway);
        IReadOnlyList<string> early;
        lock (_lock)
        {
            _onChange = changed => Tell(changed, gateway, requests, log);
            early = [.. _early];
        }

        if (early.Count > 0)
        {
            Tell(early, gateway, requests, log);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    private void AddCertificates(Lifecycle.Gateway gateway)
    {
        string[] files = [.. gateway.CertificateFiles.Select(Path.GetFullPath)];
        lock (_lock)
        {
            _certificates.UnionWith(files);
        }

        _files.Add(files);
    }

    private void OnChange(IReadOnlyList<string> changed)
    {
        Action<IReadOnlyList<string>>? tell;
        lock (_lock)
        {
            tell = _onChange;
            if (tell is null)
            {
                _early.AddRange(changed);
            }
        }

        tell?.Invoke(changed);
    }

    private void Tell(IReadOnlyList<string> changed, Lifecycle.Gateway gateway, ReloadRequests requests, ILogger log)
    {
        bool areCertificates;
        lock (_lock)
        {
            areCertificates = changed.All(_certificates.Contains);
        }

        if (areCertificates)
        {
            log.Info("Certificates changed and are read again.", ("files", changed));
            gateway.RereadCertificates();
        }
        else
        {
            requests.Ask("--watch-config");
        }
    }
}
