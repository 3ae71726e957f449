using HotPath.Components.Connectors.Forward;
using HotPath.Components.Processors.Batch;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing.Rig;

namespace HotPath.Testing.Simulation;

/// <summary>
/// One run of the real engine on one thread, under a fake clock, with every interleaving, answer and pause decided by a seed: senders send,
/// backends answer as they like, and then the gateway stops. The same seed makes the same run.
/// </summary>
/// <remarks>Queues on disk have a thread of their own, and sockets are the kernel's: neither is simulated.</remarks>
public sealed class Simulation
{
    private static readonly TimeSpan LongestSending = TimeSpan.FromMinutes(10);

    private readonly Random _random;
    private readonly FakeClock _clock = new();
    private readonly SimulationTrace _trace;
    private readonly SimulatedScheduler _scheduler;
    private readonly SimulationPlan _plan;
    private readonly SimulatedExporterFactory _exporters;
    private readonly List<Exception> _faults = [];

    private Simulation(int seed)
    {
        _random = new Random(seed);
        _trace = new SimulationTrace(_clock);
        _scheduler = new SimulatedScheduler(_random, _clock);
        _plan = SimulationPlan.Of(_random);
        _exporters = new SimulatedExporterFactory(name => new SimulatedBackend(_random, _clock, _trace, name));
    }

    /// <summary>Runs a seed to its end and checks everything that must hold.</summary>
    /// <returns>One number for all that happened: equal runs have equal ones.</returns>
    /// <exception cref="SimulationException">Something does not hold; the message has the seed, the configuration and what happened
    /// last.</exception>
    public static (int Choices, int Steps, long Items) Run(int seed)
    {
        var simulation = new Simulation(seed);
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(simulation._scheduler);
        try
        {
            return simulation.Run();
        }
        catch (Exception fault)
        {
            throw new SimulationException($"seed {seed}: {fault.Message}\n{simulation._plan.Yaml}\n{simulation._trace}", fault);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private (int Choices, int Steps, long Items) Run()
    {
        DataPath path = Create();
        IIntake intake = path.IntakeFor(ComponentId.Parse("test"), Signal.Traces)!;
        SimulatedSender[] senders =
        [
            .. Enumerable.Range(0, _random.Next(1, 5))
                .Select(i => new SimulatedSender(i, intake, _random, _clock, _trace, !_plan.AnswersWhenSent)),
        ];
        Task[] sending = [.. senders.Select(sender => sender.RunAsync(_random.Next(1, 20)))];
        DateTimeOffset stop = _clock.GetUtcNow().AddMilliseconds(_random.Next(1, 8000));
        DateTimeOffset latest = _clock.GetUtcNow() + LongestSending;
        _scheduler.RunUntil(() => _clock.GetUtcNow() >= stop || sending.All(static task => task.IsCompleted), latest, isHurried: false);

        _trace.Note("stop");
        Array.ForEach(senders, static sender => sender.IsStopped = true);
        path.HastenAnswers();
        _scheduler.RunUntil(() => sending.All(static task => task.IsCompleted), latest, isHurried: false);
        Array.ForEach(sending, static task => SimulationException.ThrowUnless(task.IsCompletedSuccessfully,
            $"a sender failed: {task.Exception}"));
        Drain(path);
        new SimulationVerdict(_plan, path, senders, _exporters.Made).Check();
        SimulationException.ThrowUnless(_faults.Count == 0, $"a stage failed: {_faults.FirstOrDefault()}");
        path.Dispose();
        return (_scheduler.Choices, _scheduler.Steps, path.Ledger.Pipelines.Sum(static pipeline => pipeline.Accepted));
    }

    private DataPath Create()
    {
        var errors = new ConfigErrors();
        var catalogue = new ComponentCatalogue([new TestReceiverFactory()], [new BatchFactory()], [_exporters])
        {
            Connectors = [new ForwardFactory()],
        };
        GatewayPlan plan = PlanReader.Read(ConfigComposer.FromText(_plan.Yaml, "simulation.yaml", errors), catalogue, errors);
        SimulationException.ThrowUnless(!errors.Any, string.Join('\n', errors.Errors));
        return DataPath.Create(plan, new DataPathOptions
        {
            Time = _clock,
            RingCapacity = 1 << _random.Next(1, 5),
            AvailableBytes = static () => 1L << 30,
            ResidentBytes = static () => 0,
            TrackSlabs = true,
            OnFault = _faults.Add,
        });
    }

    private void Drain(DataPath path)
    {
        if (_random.Next(3) == 0)
        {
            foreach (SimulatedBackend backend in _exporters.Made.Values)
            {
                backend.IsWell = true;
            }
        }

        TimeSpan deadline = TimeSpan.FromMilliseconds(_random.Next(1, 4000));
        DateTimeOffset by = _clock.GetUtcNow() + deadline;
        _trace.Note($"drain, at most {deadline}");
        Task<DrainReport> draining = path.DrainAsync(deadline);
        _scheduler.RunUntil(() => draining.IsCompleted, by, isHurried: true);
        SimulationException.ThrowUnless(draining.IsCompletedSuccessfully, $"draining failed: {draining.Exception}");
        _scheduler.RunReady();
        _trace.Note("drained");
    }
}
