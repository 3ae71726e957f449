using System.Collections.Concurrent;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;
using HotPath.LoadTests.Sink;

namespace HotPath.LoadTests.Scenarios;

/// <summary>What stands around the programs under test: the sender's requests and the sink.</summary>
internal sealed class LoadRig : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(Traffic, int), IReadOnlyList<Payload>> _payloads = new();

    private LoadRig(PeerFactory peers, LoadSink sink)
    {
        Peers = peers;
        Sink = sink;
    }

    public PeerFactory Peers { get; }

    public LoadSink Sink { get; }

    /// <summary>Starts the sink.</summary>
    /// <param name="hotpath">The gateway's executable.</param>
    /// <param name="core">The core that programs under test are pinned to; null: none.</param>
    /// <param name="port">Where programs under test listen.</param>
    /// <param name="sinkPort">Where they send.</param>
    public static LoadRig Start(string hotpath, int? core, int port, int sinkPort)
    {
        var sink = LoadSink.Start(sinkPort);
        return new LoadRig(new PeerFactory(hotpath, core, port, sink.Port), sink);
    }

    /// <summary>Starts a scenario's load for one of its programs.</summary>
    public LoadSender Send(Scenario scenario, Contender contender, LoadSimulation simulation)
    {
        IReadOnlyList<Payload> payloads = _payloads.GetOrAdd(
            (contender.In, scenario.SpansPerRequest), key => PayloadFactory.Create(key.Item1, key.Item2));
        return LoadSender.Start(contender.In, payloads, Peers.Port, scenario.Connections, simulation);
    }

    public async ValueTask DisposeAsync() => await Sink.DisposeAsync();
}
