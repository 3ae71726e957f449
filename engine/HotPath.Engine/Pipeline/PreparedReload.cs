using HotPath.Engine.Reload;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// A reload whose graph is built and works, beside the one that runs: <see cref="Commit"/>, then <see cref="RetireAsync"/> once the
/// receivers that are gone have stopped; or <see cref="AbortAsync"/>. One at a time.
/// </summary>
public sealed class PreparedReload
{
    private readonly DataPath _path;
    private readonly PathContext _context;
    private readonly Graph _before;
    private readonly Graph _after;
    private readonly GraphBuilder _builder;
    private Task[] _successions = [];

    internal PreparedReload(DataPath path, PathContext context, Graph before, Graph after, GraphBuilder builder)
    {
        _path = path;
        _context = context;
        _before = before;
        _after = after;
        _builder = builder;
        Diff = builder.Diff!;

        // Whoever comes to a receiver that was not there before may come at once.
        foreach (((Config.ComponentId Receiver, Core.Signal, string) key, Intake intake) in after.Intakes)
        {
            if (!before.Plan.Receivers.ContainsKey(key.Receiver))
            {
                context.PortOf(key).SwitchTo(intake);
            }
        }
    }

    /// <summary>Those that the new plan's servers name.</summary>
    public Auth.Authenticators Authenticators => _after.Authenticators;

    /// <summary>What differs.</summary>
    public PlanDiff Diff { get; }

    /// <summary>
    /// The new graph takes every request from here. Requests under way, and those to receivers that are gone, end in the old one.
    /// </summary>
    public void Commit()
    {
        _context.Keeper.Use(_after.Widest);
        _successions = [.. _builder.Successors.Select(static s => s.State.SwitchToAsync(s.Plan, s.Next))];
        foreach (((Config.ComponentId, Core.Signal, string) key, Intake intake) in _after.Intakes)
        {
            _context.PortOf(key).SwitchTo(intake);
        }

        foreach (((Config.ComponentId Receiver, Core.Signal, string) key, _) in _before.Intakes)
        {
            if (!_after.Intakes.ContainsKey(key) && _after.Plan.Receivers.ContainsKey(key.Receiver))
            {
                _context.PortOf(key).Withdraw();
            }
        }

        _path.Use(_after);
    }

    /// <summary>
    /// Empties what the new graph has not taken over, at most within the deadline. Returns the items that were given up for it, reason
    /// <c>shutting_down</c>.
    /// </summary>
    public Task<long> RetireAsync(TimeSpan deadline) => _path.Track(RetireAllAsync(deadline));

    /// <summary>Takes the new graph down again; the old one runs on.</summary>
    public async Task AbortAsync()
    {
        foreach ((_, _, WatchedExporter next) in _builder.Successors)
        {
            await next.DisposeAsync();
        }

        await _path.Track(TakeDownAsync());
    }

    private async Task<long> TakeDownAsync()
    {
        using var patience = new CancellationTokenSource(DataPathOptions.AbortPatience, _context.Options.Time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _context.Stop);
        return await new GraphRetirement(_context, _after, _before).RunAsync(over.Token);
    }

    private async Task<long> RetireAllAsync(TimeSpan deadline)
    {
        using var patience = new CancellationTokenSource(deadline, _context.Options.Time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _context.Stop);
        long left = await new GraphRetirement(_context, _before, _after).RunAsync(over.Token);
        try
        {
            await Task.WhenAll(_successions).WaitAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            // An attempt that never ends keeps the link it began at; nothing else waits for it.
        }

        return left;
    }
}
