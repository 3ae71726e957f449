using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Hosting.Admin;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Reload;

/// <summary>A listener for those who run the gateway.</summary>
/// <param name="name">Who listens, as an error says it.</param>
/// <param name="server">Where, and how.</param>
/// <param name="page">What it answers.</param>
/// <param name="message">What the log says at its start.</param>
/// <param name="logs">Gets Kestrel's warnings.</param>
/// <param name="isGrpc">True if the page speaks gRPC.</param>
internal sealed class AdminListener(
    string name, AdminServerPlan server, IAdminPage page, string message, ILoggerFactory logs, bool isGrpc = false) : Listener
{
    /// <summary>The server.</summary>
    public AdminHost Host { get; } = new(name, server, page, logs, isGrpc);

    /// <summary>What it answers.</summary>
    public IAdminPage Page => page;

    /// <inheritdoc/>
    public override NetworkAddress Address => server.Address;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Endpoints => Host.Endpoints;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancel)
    {
        await Host.StartAsync(cancel);
        foreach (string endpoint in Host.Endpoints)
        {
            logs.CreateLogger(typeof(AdminListener).FullName!).Info(message, ("endpoint", endpoint));
        }
    }

    /// <summary>At once: whoever asks for metrics or health asks again.</summary>
    public override Task StopAsync(CancellationToken deadline) => Host.DisposeAsync().AsTask();

    /// <inheritdoc/>
    public override Listener Again() => new AdminListener(name, server, page, message, logs, isGrpc);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => Host.DisposeAsync();
}
