using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Reload;
using HotPath.Engine.Telemetry;
using HotPath.Gateway.Cli;
using HotPath.Gateway.Lifecycle;
using HotPath.Hosting;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Reload;

/// <summary>
/// Reloads when asked, one at a time; who asks during one is remembered, and however many ask then, there is one more. Whatever goes wrong
/// is told, and leaves the plan that runs.
/// </summary>
internal sealed class Reloader : IAsyncDisposable
{
    private const string Kept = "the running configuration is kept";

    private readonly ConfigSources _sources;
    private readonly Lifecycle.Gateway _gateway;
    private readonly ConsoleLogProvider _console;
    private readonly ReloadCounts _counts;
    private readonly Action<IReadOnlyCollection<string>> _onRead;
    private readonly ILogger _log;
    private readonly ReloadRequests _requests;
    private readonly Task _loop;

    /// <summary>Begins to wait for who asks.</summary>
    /// <param name="sources">What the command line says.</param>
    /// <param name="gateway">What is reloaded.</param>
    /// <param name="console">The log, whose level a reload may change.</param>
    /// <param name="counts">Counts how they end.</param>
    /// <param name="requests">Who asks.</param>
    /// <param name="onRead">Told of the files that a configuration was read from, when it was read and when the reload has ended.</param>
    public Reloader(
        ConfigSources sources,
        Lifecycle.Gateway gateway,
        ConsoleLogProvider console,
        ReloadCounts counts,
        ReloadRequests requests,
        Action<IReadOnlyCollection<string>> onRead)
    {
        _sources = sources;
        _gateway = gateway;
        _console = console;
        _counts = counts;
        _requests = requests;
        _onRead = onRead;
        _log = console.CreateLogger(typeof(Reloader).FullName!);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Ends when the reload under way has ended; no other begins.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Complete();
        await _loop;
    }

    private async Task RunAsync()
    {
        await foreach (string who in _requests.ReadAllAsync())
        {
            _log.Info("Reloading the configuration.", ("asked_by", who));
            _counts.Count(await ReloadAsync());
        }
    }

    private async Task<ReloadResult> ReloadAsync()
    {
        var loader = new PlanLoader(_sources);
        try
        {
            GatewayPlan? plan = loader.Load();
            _onRead(loader.Files);
            if (plan is null)
            {
                Tell(loader);
                return ReloadResult.Invalid;
            }

            _gateway.RereadCertificates();
            PlanDiff diff = await _gateway.ReloadAsync(plan);
            if (diff.IsEmpty)
            {
                _log.Info("Reloaded: nothing changed.");
                return ReloadResult.Unchanged;
            }

            _console.MinLevel = LogLevels.Of(plan.Telemetry.Logs.Level);
            foreach (ConfigError warning in loader.Errors.Warnings)
            {
                _log.Warn(warning.Message, ("at", warning.Position.ToString()), ("key", warning.Path));
            }

            _log.Info("Reloaded: the new configuration runs.", ("changes", diff.ToString()));
            return ReloadResult.Success;
        }
        catch (ReloadRefusedException refused)
        {
            _log.Error($"Not reloaded: {refused.Message}; {Kept}.");
            return ReloadResult.Refused;
        }
        catch (OperationCanceledException)
        {
            _log.Info("Not reloaded: the gateway stops.");
            return ReloadResult.Failed;
        }
        catch (Exception failure) when (IsTheUsers(failure))
        {
            _log.Error($"Not reloaded: {Kept}.", ("error", failure.Message));
            return ReloadResult.Failed;
        }
        catch (Exception fault)
        {
            // A defect in a reload must not end what it was to change.
            _log.Error($"Not reloaded for a fault of the gateway's own: {Kept}.", ("error", fault.ToString()));
            return ReloadResult.Failed;
        }
        finally
        {
            _onRead(loader.Files);
        }
    }

    /// <summary>What a plan names outside itself, and is not as it says.</summary>
    private static bool IsTheUsers(Exception failure) =>
        failure is ListenException or InvalidOperationException or IOException or UnauthorizedAccessException;

    /// <summary>In the log as fields, and on standard error as at the start.</summary>
    private void Tell(PlanLoader loader)
    {
        _log.Error($"Not reloaded: the configuration is invalid; {Kept}.", ("errors", loader.Errors.Errors.Count));
        _console.Flush(ConsoleLogQueue.DrainPatience);
        loader.PrintErrors(Console.Error);
    }
}
