using HotPath.Core;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The inline processors of all pipelines that one intake feeds: one index for all of them, at the depth that any of them reads; then each
/// pipeline's own edits. Runs on the receiving thread, before any pipeline has the request. Thread-safe.
/// </summary>
internal sealed class InlineStep : PooledObjectPolicy<InlineWork>
{
    private readonly InlineChain?[] _chains;
    private readonly SlabPool _slabs;
    private readonly IndexDepth _depth;
    private readonly AttributeKeySet? _keys;
    private readonly DefaultObjectPool<InlineWork> _pool;

    private InlineStep(InlineChain?[] chains, SlabPool slabs)
    {
        _chains = chains;
        _slabs = slabs;
        _depth = chains.Aggregate(IndexDepth.None, (depth, chain) => depth | (chain?.Depth ?? IndexDepth.None));
        var inline = chains.OfType<InlineChain>().ToList();
        _keys = inline.Any(chain => chain.Keys is null) ? null : AttributeKeySet.Of(inline.SelectMany(chain => chain.Keys!));
        _pool = new DefaultObjectPool<InlineWork>(this);
    }

    /// <summary>The step before these pipelines; null if none of them begins with inline processors.</summary>
    public static InlineStep? Before(IEnumerable<PipelineState> pipelines, SlabPool slabs)
    {
        InlineChain?[] chains = [.. pipelines.Select(p => p.Inline)];
        return chains.Any(chain => chain is not null) ? new InlineStep(chains, slabs) : null;
    }

    /// <summary>
    /// Processes a checked request. On <see cref="OutcomeKind.Ok"/> the request's lease is returned and <paramref name="work"/> holds what
    /// is left for each pipeline, to be taken or returned, and then given back with <see cref="Release"/>; on any other outcome the request
    /// is still the caller's.
    /// </summary>
    public Outcome Run(Signal signal, Lease request, in ClientInfo client, in WalkResult walk, bool hasPlainIds, out InlineWork? work)
    {
        work = null;
        InlineWork mine = _pool.Get();
        Outcome outcome = Outcome.Ok;
        bool isDone = false;
        try
        {
            mine.Index.Build(signal, request, _depth, _slabs, _keys, hasPlainIds, walk.Items);
            for (int i = 0; i < _chains.Length && outcome.Kind == OutcomeKind.Ok; i++)
            {
                if (_chains[i] is not { } chain)
                {
                    mine.Keep(i, request, walk.Items, walk.Resources);
                }
                else if (mine.Run(chain, i, request, client, walk.Items, walk.Resources, _slabs) is { } error)
                {
                    outcome = Outcome.Retryable(error);
                }
            }

            isDone = outcome.Kind == OutcomeKind.Ok;
        }
        catch (OutOfBudgetException)
        {
            outcome = Outcome.Throttled(_slabs.Budget.RetryAfter(request.Length));
        }
        finally
        {
            mine.EndProcessing();
            if (!isDone)
            {
                mine.ReturnYields();
                _pool.Return(mine);
            }
        }

        if (isDone)
        {
            request.Return();
            work = mine;
        }

        return outcome;
    }

    /// <summary>Gives the work back, with what nobody took.</summary>
    public void Release(InlineWork work)
    {
        work.ReturnYields();
        _pool.Return(work);
    }

    /// <inheritdoc/>
    public override InlineWork Create() => new(_chains);

    /// <inheritdoc/>
    public override bool Return(InlineWork obj) => true;
}
