using HotPath.Core.Ring;

namespace HotPath.Testing.Simulation;

/// <summary>
/// Everything that would go to the thread pool, on one thread and in an order that a seed decides: the context of all that awaits, and what
/// the engine hands its work to where there is one. Time is its clock's, and passes only when it says so.
/// </summary>
internal sealed class SimulatedScheduler(Random random, FakeClock clock) : PoolStandIn
{
    /// <summary>Steps after which a run is taken for one that never ends.</summary>
    private const int MostSteps = 1_000_000;

    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _wasLeft;
    private int _steps;

    /// <summary>Steps taken so far.</summary>
    public int Steps => _steps;

    /// <summary>One number for every choice made so far: equal for equal runs.</summary>
    public int Choices { get; private set; }

    /// <summary>True if something is ready to run.</summary>
    public bool HasWork => _ready.Count > 0;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        // What comes from another thread comes at a time that no seed decides.
        _wasLeft |= Environment.CurrentManagedThreadId != _thread;
        lock (_ready)
        {
            _ready.Add((d, state));
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Runs until something is so.</summary>
    /// <param name="isSo">What.</param>
    /// <param name="by">The moment by which it has to be.</param>
    /// <param name="isHurried">True if time passes only while nothing is ready: then what takes time took it because it waited.</param>
    /// <exception cref="SimulationException">It is not so by then, or never.</exception>
    public void RunUntil(Func<bool> isSo, DateTimeOffset by, bool isHurried)
    {
        while (!isSo())
        {
            bool mayPass = !HasWork || (!isHurried && random.Next(24) == 0);
            if (!mayPass)
            {
                Step();
                continue;
            }

            if (clock.NextDue is not { } due)
            {
                SimulationException.ThrowUnless(HasWork, "nothing is ready, and no timer is armed: it would wait for ever");
                Step();
                continue;
            }

            // Sometimes time stands between two timers.
            clock.Advance(random.Next(4) == 0 ? due / 2 : due);
            SimulationException.ThrowUnless(clock.GetUtcNow() <= by || isSo(), $"it is {clock.GetUtcNow() - by} later than it may be");
        }
    }

    /// <summary>Runs what is ready, and what comes of it, without time passing.</summary>
    public void RunReady()
    {
        while (HasWork)
        {
            Step();
        }
    }

    private void Step()
    {
        SimulationException.ThrowUnless(++_steps < MostSteps, $"{MostSteps} steps and no end");
        SimulationException.ThrowUnless(!_wasLeft, "something went through a thread of the pool: the run can't be replayed");
        int at = random.Next(_ready.Count);
        Choices = unchecked((((Choices * 31) + at) * 31) + _ready.Count);
        (SendOrPostCallback callback, object? state) = _ready[at];
        _ready.RemoveAt(at);
        callback(state);
    }
}
