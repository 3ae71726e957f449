using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Reload;

namespace HotPath.Testing.Simulation;

/// <summary>
/// Who reloads a simulated process, as the gateway's own reloader does: one reload after the other, each when the one before has taken down
/// what it took out of use. Some configurations are mistaken, and some reloads fail late, as when a port can't be bound.
/// </summary>
internal sealed class SimulatedOperator(SimulatedGateway gateway, SimulatedWorld world, SimulationDraft first) : IDisposable
{
    private readonly Random _random = world.Random;
    private readonly CancellationTokenSource _noMore = new();
    private readonly HashSet<string> _onDisk = [.. OnDisk(first)];
    private SimulationPlan _plan = gateway.Plan;

    /// <summary>The configuration that runs.</summary>
    public SimulationDraft Draft { get; private set; } = first;

    /// <summary>Reloads that another plan runs after.</summary>
    public int Commits { get; private set; }

    /// <summary>True if another plan was ever at work here, if only in part.</summary>
    public bool HasPrepared { get; private set; }

    /// <summary>True if something was given up waiting for, as a reload's deadline says.</summary>
    public bool WasLate { get; private set; }

    /// <summary>Completes when what earlier reloads took out of use is empty.</summary>
    public Task Retirement { get; private set; } = Task.CompletedTask;

    /// <summary>The exporters that had a queue on disk at any time.</summary>
    public IReadOnlySet<string> EverOnDisk => _onDisk;

    /// <summary>Reloads until the process is to stop.</summary>
    public async Task RunAsync(int reloads)
    {
        for (int i = 0; i < reloads && !_noMore.IsCancellationRequested; i++)
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 1500)), gateway.Clock, _noMore.Token);
                await Retirement.WaitAsync(_noMore.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (_random.Next(8) == 0)
            {
                string yaml = Draft.Mistaken(_random);
                _ = gateway.Read(yaml, out string errors);
                SimulationException.ThrowUnless(errors.Length > 0, $"this was taken for valid:\n{yaml}");
                continue;
            }

            await ReloadAsync(Draft.Changed(_random));
        }
    }

    /// <summary>The process is about to stop: the reload under way is the last.</summary>
    public void EndReloads() => _noMore.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _noMore.Dispose();

    private static IEnumerable<string> OnDisk(SimulationDraft draft)
    {
        SimulationPlan plan = draft.ToPlan();
        return plan.Exporters.Where(exporter => plan.Chains[exporter].IsOnDisk);
    }

    private async Task ReloadAsync(SimulationDraft draft)
    {
        SimulationPlan next = draft.ToPlan();
        GatewayPlan plan = gateway.Read(next.Yaml, out string errors);
        SimulationException.ThrowUnless(errors.Length == 0, errors);
        if (gateway.Path.Compare(plan).IsEmpty)
        {
            Draft = draft;
            return;
        }

        PreparedReload prepared;
        try
        {
            prepared = await gateway.Path.PrepareAsync(plan);
        }
        catch (Exception refusal) when (refusal is ReloadRefusedException || (refusal is IOException && world.Disk is { MayFail: true }))
        {
            SimulationException.ThrowUnless(_onDisk.Count > 0, refusal.Message);
            world.Trace.Note($"not reloaded: {refusal.Message}");
            return;
        }

        HasPrepared = true;
        _onDisk.UnionWith(OnDisk(draft));
        world.Trace.Note($"prepared a reload: {prepared.Diff}");
        gateway.UsePlan(next, next.Receivers.Except(_plan.Receivers));
        await PauseAsync();
        if (_random.Next(8) == 0)
        {
            world.Trace.Note("aborted the reload");
            Retirement = WatchAsync(prepared.AbortAsync(), DataPathOptions.AbortPatience);
            await Retirement;
            return;
        }

        prepared.Commit();
        gateway.UsePlan(next, next.Receivers);
        (Draft, _plan) = (draft, next);
        Commits++;
        world.Trace.Note("committed the reload");
        await PauseAsync();
        TimeSpan patience = TimeSpan.FromMilliseconds(_random.Next(1, 20_000));
        Retirement = WatchAsync(prepared.RetireAsync(patience), patience);
    }

    private async Task WatchAsync(Task retirement, TimeSpan patience)
    {
        long started = gateway.Clock.GetTimestamp();
        await retirement;
        WasLate |= gateway.Clock.GetElapsedTime(started) >= patience;
        world.Trace.Note("what the reload took out of use is empty");
    }

    /// <summary>Ports are bound, or listeners stop.</summary>
    private async Task PauseAsync()
    {
        switch (_random.Next(3))
        {
            case 0:
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 500)), gateway.Clock);
                break;
            case 1:
                await Task.Yield();
                break;
            default:
                break;
        }
    }
}
