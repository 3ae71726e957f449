using System.Runtime.CompilerServices;
using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <summary>The way into a pipeline that begins with a stage: a slot of its ring. What has a slot is taken over.</summary>
internal sealed class StageEntrance : IEntrance
{
    /// <summary>How often several slots at once are tried for: a ring tells of one at a time.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(5);

    private readonly Stage _stage;
    private readonly FanOut _end;
    private readonly TimeProvider _time;

    public StageEntrance(Stage stage, FanOut end, TimeProvider time)
    {
        _stage = stage;
        _end = end;
        _time = time;
        Doors = [this];
    }

    public IReadOnlyList<IEntrance> Doors { get; }

    /// <inheritdoc/>
    public bool MayWait => false;

    public Outcome Admit(in ClientInfo client) => _stage.Admit(client);

    public bool TryAcquireCredits(in Load load)
    {
        for (int taken = 0; taken < load.Batches; taken++)
        {
            if (!_stage.TryAcquireCredit())
            {
                ReleaseCredits(new Load(taken, 0, 0));
                return false;
            }
        }

        return true;
    }

    public void ReleaseCredits(in Load load)
    {
        for (int i = 0; i < load.Batches; i++)
        {
            _stage.ReleaseCredit();
        }
    }

    public TimeSpan RetryAfter(in Load load) => DrainDelay.Longer(_stage.RetryAfter(load.Batches), _end.RetryAfter(load));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WaitForCreditsAsync(int batches, TimeSpan timeout, CancellationToken cancel)
    {
        if (batches == 1)
        {
            return await _stage.WaitForCreditAsync(timeout, cancel);
        }

        if (timeout <= TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            return false;
        }

        await Task.Delay(RetryInterval, _time, cancel);
        return true;
    }

    public ValueTask<Outcome> EnterAsync(Batch batch, bool hasSender, CancellationToken cancel)
    {
        _stage.Publish(batch);
        return ValueTask.FromResult(Outcome.Ok);
    }
}
