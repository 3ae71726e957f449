namespace HotPath.Testing.Simulation;

/// <summary>
/// One run of the real engine on one thread, under a fake clock, with every interleaving, answer, pause, reload, failure of a disk and
/// death of a process decided by a seed. The same seed makes the same run.
/// </summary>
/// <remarks>Sockets are the kernel's, and not simulated.</remarks>
public sealed class Simulation
{
    private readonly Random _random;
    private readonly SimulationTerms _terms;
    private readonly SimulatedWorld _world;
    private SimulationDraft _draft;
    private DateTimeOffset _now = FakeClock.DefaultStart;
    private int _choices;
    private int _steps;
    private int _reloads;

    private Simulation(Random random, SimulationTerms terms, SimulatedDisk? disk)
    {
        _random = random;
        _terms = terms;
        _world = new SimulatedWorld(random) { Disk = disk };
        _draft = SimulationDraft.Of(random, terms.Kinds);
    }

    /// <summary>Runs a seed to its end and checks everything that must hold.</summary>
    /// <exception cref="SimulationException">Something does not hold; the message has the seed, the configuration and what happened
    /// last.</exception>
    public static SimulationResult Run(int seed)
    {
        var random = new Random(seed);
        SimulationTerms terms = SimulationTerms.Of(random);
        using SimulatedDisk? disk = terms.HasDisk ? new SimulatedDisk(random) : null;
        var simulation = new Simulation(random, terms, disk);
        SynchronizationContext? before = SynchronizationContext.Current;
        try
        {
            return simulation.Run();
        }
        catch (Exception fault)
        {
            throw new SimulationException(
                $"seed {seed}: {fault.Message}\n{simulation._draft.ToPlan().Yaml}\n{simulation._world.Trace}", fault);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private SimulationResult Run()
    {
        int lives = _terms.HasDisk ? _random.Next(1, 4) : 1;
        for (int i = 0; i < lives; i++)
        {
            Live(_terms, life => life.Run(mayDie: _terms.HasDisk, isPowerCut: _draft.Fsync && _random.Next(2) == 0));
        }

        if (_world.Disk is not null)
        {
            _draft = _draft.ForTheRest(_random);
            _world.Heal(isWell: true);
            Live(_terms with { HasSenders = false, MayReload = false }, static life => life.RunEmpty());
            CheckPromises();
        }

        long items = _world.Deliveries.Count(static delivery => delivery.IsAccepted == true);
        return new SimulationResult(_choices, _steps, items, _reloads, _world.Deaths, Repeated());
    }

    private void Live(SimulationTerms terms, Action<SimulatedLife> run)
    {
        if (_world.Disk is { } disk)
        {
            _draft = _draft with { Directory = disk.Path };
            disk.AccessesToDeath = -1;

            // A process that can't read its disk does not start, and leaves all as it was: nothing to see.
            disk.IsWell = true;
        }

        using var life = new SimulatedLife(_world, _draft, _now, terms);
        if (_world.Disk is not null)
        {
            _world.Disk.IsWell = !terms.HasSenders;
        }

        run(life);
        _draft = life.Operator.Draft;
        _now = life.Now;
        _choices = unchecked((_choices * 31) + life.Scheduler.Choices);
        _steps += life.Scheduler.Steps;
        _reloads += life.Operator.Commits;
        _world.Life++;
    }

    /// <summary>
    /// What senders were told is on disk has gone to the backend, whatever died or failed, unless that refused it for good.
    /// </summary>
    private void CheckPromises()
    {
        foreach ((string exporter, SimulatedBackend backend) in _world.Backends)
        {
            var taken = backend.Taken.Select(static one => one.Item).ToHashSet();
            SimulatedItem[] lost =
            [
                .. _world.Deliveries.Where(delivery => delivery.IsAccepted == true && delivery.Plan.Keeps(exporter))
                    .Select(static delivery => delivery.Item)
                    .Where(item => !taken.Contains(item) && !backend.Refused.Contains(item)),
            ];
            SimulationException.ThrowUnless(
                lost.Length == 0, $"{lost.Length} items were acknowledged and never came to {exporter}, such as {lost.FirstOrDefault()}");
        }
    }

    /// <summary>What was under way when a process died goes out again, and whole what was sent in part when one stopped.</summary>
    private int Repeated()
    {
        int all = 0;
        foreach ((string exporter, SimulatedBackend backend) in _world.Backends)
        {
            int repeated = backend.Taken.Count - backend.Taken.Select(static one => one.Item).Distinct().Count();
            bool mayRepeat = _world.Disk is { } disk && (_world.Deaths > 0 || disk.MayFail || backend.MaySplit);
            SimulationException.ThrowUnless(
                repeated == 0 || mayRepeat, $"{exporter}: {repeated} items were sent again after they were taken");
            all += repeated;
        }

        return all;
    }
}
