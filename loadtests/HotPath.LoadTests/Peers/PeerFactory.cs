using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Peers;

/// <summary>Starts the programs under test, each between the sender's port and the sink's.</summary>
internal sealed class PeerFactory
{
    /// <summary>The command under which this program is <see cref="Relay"/>.</summary>
    public const string RelayCommand = "relay";

    private readonly string _hotpath;
    private readonly int? _core;
    private readonly int _sinkPort;

    /// <summary>Makes a factory.</summary>
    /// <param name="hotpath">The gateway's executable, unless a contender names another.</param>
    /// <param name="core">The core that programs under test are pinned to; null: none.</param>
    /// <param name="port">Where they listen.</param>
    /// <param name="sinkPort">Where they send.</param>
    public PeerFactory(string hotpath, int? core, int port, int sinkPort)
    {
        _hotpath = hotpath;
        _core = core;
        Port = port;
        _sinkPort = sinkPort;
    }

    /// <summary>Where programs under test listen.</summary>
    public int Port { get; }

    /// <summary>Starts one and waits until it listens.</summary>
    public Task<Peer> StartAsync(Contender contender, params IEnumerable<string> environment)
    {
        string folder = Directory.CreateTempSubdirectory("hotpath-load-").FullName;
        return Peer.StartAsync(contender.Name, _core, Port, folder, [.. contender.Environment, .. environment], Command(contender, folder));
    }

    private string[] Command(Contender contender, string folder)
    {
        string config = Path.Combine(folder, "config");
        switch (contender.Program)
        {
            case ProgramKind.Nginx:
                File.WriteAllText(config, NginxConfig.Write(contender.In, Port, _sinkPort, folder));
                return ["nginx", "-e", $"{folder}/error.log", "-c", config];
            case ProgramKind.Relay:
                string[] self = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "hotpath-load"
                    ? [path]
                    : ["dotnet", Path.Combine(AppContext.BaseDirectory, "hotpath-load.dll")];
                return [.. self, RelayCommand, "--port", $"{Port}", "--to", $"{_sinkPort}"];
            default:
                File.WriteAllText(config, GatewayConfig.Write(contender, Port, _sinkPort));
                IEnumerable<string> settings = contender.Settings.SelectMany(setting => new[] { "--set", setting });
                return [contender.Executable ?? _hotpath, "--config", config, .. settings];
        }
    }
}
