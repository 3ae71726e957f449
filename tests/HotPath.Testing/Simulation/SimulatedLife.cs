using HotPath.Engine.Pipeline;

namespace HotPath.Testing.Simulation;

/// <summary>
/// The life of one simulated process: senders send, backends answer as they like, an operator reloads, and then it stops, or is killed in
/// the middle of anything.
/// </summary>
internal sealed class SimulatedLife : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Random _random;
    private readonly SimulatedWorld _world;
    private readonly SimulatedGateway _gateway;
    private readonly SimulatedOperator _operator;
    private readonly SimulatedSender[] _senders;
    private readonly DateTimeOffset _latest;

    /// <summary>Starts a process on a configuration.</summary>
    public SimulatedLife(SimulatedWorld world, SimulationDraft draft, DateTimeOffset now, SimulationTerms terms)
    {
        _world = world;
        _random = world.Random;
        _gateway = new SimulatedGateway(world, draft, now);
        _operator = new SimulatedOperator(_gateway, world, draft);
        _latest = now + Longest;
        _senders = [.. Enumerable.Range(0, terms.HasSenders ? _random.Next(1, 5) : 0).Select(i => Sender(i, terms))];
        MayReload = terms.MayReload;
    }

    /// <summary>Its operator, who knows which configuration runs.</summary>
    public SimulatedOperator Operator => _operator;

    /// <summary>What it runs on.</summary>
    public SimulatedScheduler Scheduler => _gateway.Scheduler;

    /// <summary>What its clock shows.</summary>
    public DateTimeOffset Now => _gateway.Clock.GetUtcNow();

    private bool MayReload { get; }

    /// <summary>Lives to its end.</summary>
    /// <param name="mayDie">True if it may be killed.</param>
    /// <param name="isPowerCut">True if it then takes with it what was not synced.</param>
    public void Run(bool mayDie, bool isPowerCut)
    {
        _world.Heal(isWell: false);
        int death = mayDie ? _random.Next(3) : 0;
        if (death == 1)
        {
            _world.Disk!.OnDeath = () => Die(isPowerCut);
            _world.Disk.AccessesToDeath = _random.Next(1, 150);
        }

        Task[] sending = [.. _senders.Select(sender => sender.RunAsync(_random.Next(1, 20)))];
        Task operating = _operator.RunAsync(MayReload ? _random.Next(1, 7) : 0);
        DateTimeOffset stop = Now.AddMilliseconds(_random.Next(1, 8000));
        bool IsDone() => _gateway.IsDead || Now >= stop
            || (Array.TrueForAll(sending, static task => task.IsCompleted) && operating.IsCompleted);
        Scheduler.RunUntil(IsDone, _latest, isHurried: false);
        if (death == 2 && !_gateway.IsDead)
        {
            Die(isPowerCut);
        }

        Stop(sending, operating);
    }

    /// <summary>Runs until the disks are empty, and stops.</summary>
    public void RunEmpty()
    {
        bool IsEmpty() => _gateway.Path.Ledger.Edges.All(static edge => edge is { Queued: 0, InFlight: 0 });
        Scheduler.RunUntil(IsEmpty, _latest, isHurried: false);
        Stop([], Task.CompletedTask);
    }

    /// <inheritdoc/>
    public void Dispose() => _operator.Dispose();

    private SimulatedSender Sender(int index, SimulationTerms terms)
    {
        string receiver = index > 0 && _random.Next(2) == 0 ? "test/2" : "test";
        return new SimulatedSender(_world.Senders++, receiver, _gateway.PortOf(receiver), _world, _gateway)
        {
            MayHaveDeadlines = terms.MayHaveDeadlines,
        };
    }

    private void Die(bool isPowerCut)
    {
        _world.Trace.Note(isPowerCut ? "the power is cut" : "killed");
        _world.Trace.Clock = null;
        _world.Deaths++;
        _world.LeftOnDisk.Clear();
        _gateway.IsDead = true;
        _world.Disk!.Die(isPowerCut);
    }

    /// <summary>
    /// As the gateway stops: the reload under way is the last, receivers stop, then all is drained. One that is dead does the same, since
    /// its memory must be freed; of that nobody hears.
    /// </summary>
    private void Stop(Task[] sending, Task operating)
    {
        _world.Trace.Note("stop");
        _operator.EndReloads();
        Finish([operating]);
        Array.ForEach(_senders, static sender => sender.IsStopped = true);
        _gateway.Path.HastenAnswers();
        Finish(sending);
        Drain();
        if (!_gateway.IsDead)
        {
            new SimulationVerdict(_world, _gateway, _operator).Check();
        }

        _gateway.Path.Dispose();
    }

    private void Finish(Task[] tasks)
    {
        Scheduler.RunUntil(() => Array.TrueForAll(tasks, static task => task.IsCompleted), _latest, isHurried: false);
        foreach (Task task in tasks)
        {
            SimulationException.ThrowUnless(task.IsCompletedSuccessfully, $"a sender, or a reload, failed: {task.Exception}");
        }
    }

    private void Drain()
    {
        if (_random.Next(3) == 0)
        {
            _world.Heal(isWell: true);
        }

        var deadline = TimeSpan.FromMilliseconds(_gateway.IsDead ? 1 : _random.Next(1, 4000));
        DateTimeOffset by = Now + deadline;
        _world.Trace.Note($"drain, at most {deadline}");
        Task<DrainReport> draining = _gateway.Path.DrainAsync(deadline);
        Scheduler.RunUntil(() => draining.IsCompleted, by, isHurried: true);
        SimulationException.ThrowUnless(draining.IsCompletedSuccessfully, $"draining failed: {draining.Exception}");
        SimulationException.ThrowUnless(
            _operator.Retirement.IsCompletedSuccessfully, $"a reload's end failed: {_operator.Retirement.Exception}");
        Scheduler.RunReady();
        _world.Trace.Note("drained");
    }
}
