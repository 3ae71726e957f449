using System.Diagnostics;
using HotPath.Testing.Wire;

namespace HotPath.Fuzz.Running;

/// <summary>Runs one target: its seeds, the inputs that once broke something, then mutations of both and of all that ended in a new
/// way.</summary>
internal sealed class FuzzRunner : IDisposable
{
    private const int ExecutionsBetweenLooks = 64;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(5);

    private readonly IFuzzTarget _target;
    private readonly FuzzOptions _options;
    private readonly GuardedBuffer _guarded = new(2 * Mutator.MostBytes);
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _corpus = [];
    private readonly HashSet<int> _ends = [];
    private readonly HashSet<string> _faults = [];
    private readonly List<FuzzFailure> _failures = [];
    private long _executions;
    private int _seeds;

    public FuzzRunner(IFuzzTarget target, FuzzOptions options)
    {
        _target = target;
        _options = options;
        _random = new Random(options.Seed);
        _mutator = new Mutator(_random, target.Tokens);
    }

    /// <summary>Runs to the end that the options set.</summary>
    public (FuzzProgress Progress, IReadOnlyList<FuzzFailure> Failures) Run()
    {
        var clock = Stopwatch.StartNew();
        TimeSpan reported = TimeSpan.Zero;
        foreach (byte[] seed in _target.Seeds.Concat(_options.Kept))
        {
            _corpus.Add(seed);
            Execute(seed);
        }

        _seeds = _corpus.Count;
        while (_executions < _options.MostExecutions && _failures.Count < _options.MostFailures)
        {
            if (_executions % ExecutionsBetweenLooks == 0)
            {
                TimeSpan elapsed = clock.Elapsed;
                if (elapsed >= _options.Duration)
                {
                    break;
                }

                if (elapsed - reported >= BetweenReports)
                {
                    reported = elapsed;
                    _options.OnProgress(Progress(elapsed));
                }
            }

            byte[] input = _mutator.Next(Pick(), Pick());
            Execute(_random.Next(2) == 0 ? _target.Mend(input) : input);
        }

        return (Progress(clock.Elapsed), _failures);
    }

    /// <summary>Runs one input; what it threw, or null.</summary>
    public Exception? Try(byte[] input, out int end)
    {
        end = 0;
        try
        {
            end = _target.Run(_guarded.Place(input.AsSpan(0, Math.Min(input.Length, 2 * Mutator.MostBytes))));
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _guarded.Dispose();

    private FuzzProgress Progress(TimeSpan elapsed) => new(_executions, elapsed, _corpus.Count - _seeds, _failures.Count);

    /// <summary>What was kept last ended in a new way, and is mutated more often.</summary>
    private byte[] Pick()
    {
        int newest = Math.Min(_corpus.Count, 32);
        return _random.Next(3) == 0 ? _corpus[^(1 + _random.Next(newest))] : _corpus[_random.Next(_corpus.Count)];
    }

    private void Execute(byte[] input)
    {
        _options.OnInput(input);
        long execution = _executions++;
        if (Try(input, out int end) is { } fault)
        {
            if (_faults.Add(Kind(fault)))
            {
                byte[] least = Minimiser.Run(input, smaller => Try(smaller, out _) is { } same && Kind(same) == Kind(fault));
                var failure = new FuzzFailure(_target.Name, _options.Seed, execution, least, Try(least, out _) ?? fault);
                _failures.Add(failure);
                _options.OnFailure(failure);
            }
        }
        else if (_ends.Add(end) && input.Length <= Mutator.MostBytes)
        {
            Keep(input);
        }
    }

    private void Keep(byte[] input)
    {
        if (_corpus.Count < _options.MostCorpus)
        {
            _corpus.Add(input);
        }
        else if (_seeds < _corpus.Count)
        {
            _corpus[_random.Next(_seeds, _corpus.Count)] = input;
        }
    }

    /// <summary>Tells one defect from another: the type, and where it was thrown.</summary>
    private static string Kind(Exception fault)
    {
        string? where = new StackTrace(fault).GetFrames()
            .Select(static frame => frame.GetMethod())
            .FirstOrDefault(static method => method?.DeclaringType?.FullName is { } name
                && name.StartsWith("HotPath.", StringComparison.Ordinal) && method.DeclaringType != typeof(Invariant))
            ?.ToString();
        string what = fault is BrokenInvariantException ? new string([.. fault.Message.TakeWhile(static c => c is not (':' or '\'')
            && !char.IsDigit(c))]) : "";
        return $"{fault.GetType().Name} {where} {what}";
    }
}
