using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Hosting;

/// <summary>A receiver's sockets and framing: thin, over the intakes it was given. Started once, stopped once.</summary>
public interface IReceiverHost : IAsyncDisposable
{
    /// <summary>What it speaks, as the Collector's log calls it: GRPC, HTTP.</summary>
    string Protocol { get; }

    /// <summary>Where it listens, as a person would write it; known once it has started.</summary>
    IReadOnlyList<string> Endpoints { get; }

    /// <summary>Its connections that came to something else than telemetry, and its requests in the other protocol.</summary>
    ConnectionCounts Connections { get; }

    /// <summary>How it is: starting, OK, or what is wrong with its listener or its certificates.</summary>
    StatusEvent Status { get; }

    /// <summary>True from when its listener is bound until it is told to stop, or fails.</summary>
    bool IsListening { get; }

    /// <summary>The files that its TLS settings are read from.</summary>
    IReadOnlyList<string> CertificateFiles { get; }

    /// <summary>Reads those again, for the handshakes to come. Connections stay as they are.</summary>
    void RereadCertificates();

    /// <summary>Binds and serves.</summary>
    /// <exception cref="ListenException">An address can't be bound.</exception>
    Task StartAsync(CancellationToken cancel);

    /// <summary>
    /// Takes nothing new, lets requests under way end, and cuts what is left when <paramref name="deadline"/> is cancelled.
    /// </summary>
    Task StopAsync(CancellationToken deadline);
}
