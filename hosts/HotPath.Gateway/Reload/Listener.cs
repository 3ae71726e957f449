using System.Globalization;
using HotPath.Engine.Plan;

namespace HotPath.Gateway.Reload;

/// <summary>
/// Something that listens at one address: a receiver's server, a metrics reader, an extension. Started once, stopped once.
/// </summary>
internal abstract class Listener : IAsyncDisposable
{
    /// <summary>Where it listens, as the configuration says it.</summary>
    public abstract NetworkAddress Address { get; }

    /// <summary>Where it listens indeed, <c>host:port</c>; empty before it has started.</summary>
    public abstract IReadOnlyList<string> Endpoints { get; }

    /// <summary>True if it would listen at a port that another one has.</summary>
    public bool WantsPortOf(Listener other) => Address.Port != 0 && (other.Address.Port == Address.Port || other.HasPort(Address.Port));

    /// <summary>Binds and serves, and says so in the log.</summary>
    /// <exception cref="Hosting.ListenException">The address can't be bound.</exception>
    public abstract Task StartAsync(CancellationToken cancel);

    /// <summary>Takes nothing new from here, at once; completes when what was under way has ended, or was cut at the deadline.</summary>
    public abstract Task StopAsync(CancellationToken deadline);

    /// <summary>Another one of the same settings, to be started.</summary>
    /// <exception cref="InvalidOperationException">A file that it needs is no use any more.</exception>
    public abstract Listener Again();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private bool HasPort(int port) =>
        Endpoints.Any(endpoint => endpoint.EndsWith($":{port.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal));
}
