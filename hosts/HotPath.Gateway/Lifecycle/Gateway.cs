using HotPath.Components.Extensions.ZPages;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Gateway.Cli;
using HotPath.Gateway.Reload;
using HotPath.Hosting.Admin;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Lifecycle;

/// <summary>A plan at work: the data path and what listens for it. Listeners start last and stop first. One call at a time.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly DataPath _path;
    private readonly ILogger _log;
    private readonly ILoggerFactory _logs;
    private readonly TimeSpan _patience;
    private readonly AdminListeners _admin;
    private readonly GatewayFacts _facts;
    private readonly ServerTimes _times;
    private readonly ReloadCounts _reloads;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _noMoreReloads = new();
    private GatewayListeners _listeners;
    private GatewayPlan _plan;
    private Task<Task<long>> _ending = Task.FromResult(Task.FromResult(0L));

    /// <summary>Makes everything; nothing listens yet.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="resource">What identifies the process.</param>
    /// <param name="patience">How long a reload may take to empty what it takes out of use.</param>
    /// <param name="reloads">Counts them.</param>
    /// <param name="logs">The log.</param>
    /// <param name="onFault">Told of a fault of the gateway's own.</param>
    public Gateway(
        GatewayPlan plan, ProcessResource resource, TimeSpan patience, ReloadCounts reloads, ILoggerFactory logs, Action<Exception> onFault)
    {
        _logs = logs;
        _log = logs.CreateLogger(typeof(Gateway).FullName!);
        _patience = patience;
        _reloads = reloads;
        _facts = new GatewayFacts(TimeProvider.System, VersionAction.Version);
        _path = DataPath.Create(plan, new DataPathOptions { Logs = logs, OnFault = onFault, Traces = _facts.Traces });
        _plan = plan;
        _admin = new AdminListeners(resource, _facts, logs);
        _times = ServerTimes.AddTo(_path.Metrics, _facts.Traces);
        _listeners = GatewayListeners.Make(plan, _path, _path.Authenticators, _admin, _times, logs, null, null);
        _reloads.AddTo(_path.Metrics);
        _listeners.AddTo(_path.Metrics);
        Show();
    }

    /// <summary>Where receivers listen.</summary>
    public IEnumerable<string> Endpoints => _listeners.Receivers.SelectMany(static r => r.Host.Endpoints);

    /// <summary>The counts that must add up.</summary>
    public Ledger Ledger => _path.Ledger;

    /// <summary>The files that receivers' TLS settings are read from.</summary>
    public IEnumerable<string> CertificateFiles => _listeners.Receivers.SelectMany(static r => r.Host.CertificateFiles);

    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (Listener listener in _listeners.All)
        {
            await listener.StartAsync(cancel);
        }

        _facts.Ready();
    }

    /// <summary>Reads the certificates of all listeners again.</summary>
    public void RereadCertificates()
    {
        foreach (ReceiverListener receiver in _listeners.Receivers)
        {
            receiver.Host.RereadCertificates();
        }
    }

    /// <summary>
    /// Takes over another plan, and keeps what did not change (ADR 0014). Ends when the new plan runs; what it took out of use empties
    /// itself behind. On an exception the old plan runs on.
    /// </summary>
    /// <returns>What changed; if that is empty, nothing was done.</returns>
    /// <exception cref="OperationCanceledException">The gateway stops.</exception>
    /// <exception cref="Engine.Reload.ReloadRefusedException">It changes what only a restart can change.</exception>
    /// <exception cref="Hosting.ListenException">An address can't be bound.</exception>
    /// <exception cref="InvalidOperationException">A component can't be made.</exception>
    /// <exception cref="IOException">A queue's directory can't be used.</exception>
    public async Task<Engine.Reload.PlanDiff> ReloadAsync(GatewayPlan plan)
    {
        await (await _ending.WaitAsync(_noMoreReloads.Token)).WaitAsync(_noMoreReloads.Token);
        Engine.Reload.PlanDiff diff = _path.Compare(plan);
        if (diff.IsEmpty)
        {
            return diff;
        }

        PreparedReload prepared = await _path.PrepareAsync(plan);
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        deadline.CancelAfter(_patience / 2);
        ListenerSwap swap;
        try
        {
            swap = await SwapAsync(plan, prepared, deadline.Token);
        }
        catch
        {
            deadline.Dispose();
            Show();
            await prepared.AbortAsync();
            throw;
        }

        prepared.Commit();
        _plan = plan;
        UseMetrics();
        Show();
        _ending = EndAsync(swap, prepared, deadline);
        return prepared.Diff;
    }

    /// <summary>A reload that waits for the one before waits no longer: the gateway is about to stop.</summary>
    public void EndReloads() => _noMoreReloads.Cancel();

    /// <summary>Stops the listeners, then hands on what is held; both within one deadline, of which the listeners may use half.</summary>
    public async Task<DrainReport> StopAsync(TimeSpan timeout)
    {
        _facts.Stopping();
        _path.HastenAnswers();
        long started = TimeProvider.System.GetTimestamp();
        using (var patience = new CancellationTokenSource(timeout / 2))
        {
            _stopping.CancelAfter(timeout / 2);
            await Task.WhenAll(_listeners.Receivers.Select(r => r.StopAsync(patience.Token)));
            await _ending;
        }

        TimeSpan left = timeout - TimeProvider.System.GetElapsedTime(started);
        return await _path.DrainAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Says how memory was used: what an operator needs to set <c>limit_mib</c>.</summary>
    public void LogMemory(ILogger log) => log.Info(
        "Memory",
        ("baseline_bytes", _path.BaselineBytes),
        ("slab_limit_bytes", _path.Budget.LimitBytes),
        ("slab_peak_bytes", _path.Budget.PeakBytes),
        ("slab_idle_bytes", _path.Slabs.RetainedBytes),
        ("heap_bytes", GC.GetTotalMemory(forceFullCollection: false)));

    public async ValueTask DisposeAsync()
    {
        foreach (Listener listener in _listeners.All.Reverse())
        {
            await listener.DisposeAsync();
        }

        _path.Dispose();
        _stopping.Dispose();
        _noMoreReloads.Dispose();
    }

    /// <summary>Makes and starts the listeners that come; those that go may have to stop for it.</summary>
    private async Task<ListenerSwap> SwapAsync(GatewayPlan plan, PreparedReload prepared, CancellationToken deadline)
    {
        GatewayListeners before = _listeners;
        GatewayListeners after = GatewayListeners.Make(plan, _path, prepared.Authenticators, _admin, _times, _logs, before, prepared.Diff);
        Listener[] comes = [.. after.All.Except(before.All)];
        var swap = new ListenerSwap([.. before.All.Except(after.All)], comes, TimeProvider.System, _log);
        try
        {
            _listeners = after.With(await swap.StartAsync(deadline));
            return swap;
        }
        catch
        {
            _listeners = before.With(swap.Restored);
            throw;
        }
    }

    private async Task<Task<long>> EndAsync(ListenerSwap swap, PreparedReload prepared, CancellationTokenSource deadline)
    {
        using (deadline)
        {
            await swap.FinishAsync(deadline.Token);
        }

        return ReportAsync(prepared.RetireAsync(_patience));
    }

    private async Task<long> ReportAsync(Task<long> retirement)
    {
        long left = await retirement;
        if (left > 0)
        {
            _log.Error("A reload left items behind.", ("items", left), ("deadline", _patience.ToString()), ("reason", "shutting_down"));
        }

        return left;
    }

    /// <summary>The path's new registry gets the listeners' counts, too, before anybody reads it.</summary>
    private void UseMetrics()
    {
        MetricRegistry registry = _path.Metrics;
        ServerTimes.AddTo(registry, _times.Traces, _times);
        _reloads.AddTo(registry);
        _listeners.AddTo(registry);
        foreach (AdminListener reader in _listeners.Metrics)
        {
            ((Hosting.Admin.MetricsPage)reader.Page).Use(registry);
        }
    }

    /// <summary>The pages show the plan that runs, and what listens for it.</summary>
    private void Show()
    {
        _facts.Traces.IsWatched = _plan.Extensions.OfType<ZPagesPlan>().Any();
        _facts.Show(_listeners.Snapshot(_plan, _path));
    }
}
