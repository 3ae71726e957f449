using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Inline processors behind a stage: they work on the thread that runs the stage, part by part, each part indexed by itself. A part that is
/// a range of a request is copied first, so that it is a request of its own. Nobody waits for the answer any more: what a processor refuses
/// is dropped and counted. One batch at a time, as a stage hands them on.
/// </summary>
internal sealed class InlineSink : IBatchSink
{
    private readonly InlineChain _chain;
    private readonly InlineWork _work;
    private readonly SegmentList _segments = new();
    private readonly StageContext _context;
    private readonly SlabPool _slabs;
    private readonly IBatchSink _next;
    private readonly ILogger _log;

    public InlineSink(InlineChain chain, StageContext context, SlabPool slabs, IBatchSink next, ILogger log)
    {
        _chain = chain;
        _work = new InlineWork([chain]);
        _context = context;
        _slabs = slabs;
        _next = next;
        _log = log;
    }

    /// <inheritdoc/>
    public ValueTask<Outcome> PushAsync(Batch batch, CancellationToken cancel)
    {
        Batch processed = _context.Batches.RentAs(batch);
        if (!_chain.Regroups || !TryProcessAll(batch, processed))
        {
            foreach (ref readonly Part part in batch.Parts)
            {
                Process(batch, part, processed);
            }
        }

        batch.Release();
        if (processed.Items > 0)
        {
            return _next.PushAsync(processed, cancel);
        }

        processed.Release();
        return ValueTask.FromResult(Outcome.Ok);
    }

    /// <summary>
    /// The whole batch as one request, for a chain that regroups; false if there is no room for such a copy. Then it is done part by part,
    /// which merges less and loses nothing.
    /// </summary>
    private bool TryProcessAll(Batch batch, Batch into)
    {
        if (batch.Parts.Length < 2)
        {
            return false;
        }

        if (batch.Bytes > SlabPool.LongestMessageBytes
            || !_slabs.TryRent((int)batch.Bytes, BudgetUse.Egress, LargestOf(batch), out Lease all))
        {
            return false;
        }

        batch.Gather(_segments);
        CopySegments(all);
        var whole = new Part(all, FirstItem: 0, batch.Items, all.Length, batch.Resources, IsWhole: true);
        Process(batch, whole, into);
        all.Return();
        return true;
    }

    /// <summary>Who pays for several requests as one: whoever pays for the largest of them.</summary>
    private static SlabAccounts? LargestOf(Batch batch)
    {
        int largest = 0;
        ReadOnlySpan<Part> parts = batch.Parts;
        for (int i = 1; i < parts.Length; i++)
        {
            largest = parts[i].Bytes > parts[largest].Bytes ? i : largest;
        }

        return parts[largest].Lease.Accounts;
    }

    private void Process(Batch batch, in Part part, Batch into)
    {
        Lease request = default;
        try
        {
            request = part.IsWhole ? part.Lease.Share() : Copy(batch, part);
            _work.Index.Build(batch.Signal, request, _chain.Depth, _slabs, _chain.KeySet, items: part.Items);
            string? error = _work.Run(_chain, 0, request, batch.Client, part.Items, part.Resources, _slabs);
            if (error is not null)
            {
                _log.Warn("a processor failed behind a stage; its items are dropped", ("error", error), ("items", part.Items));
                _context.Ledger.CountDropped(part.Items, DropReason.ProcessorError);
                return;
            }

            InlineYield yield = _work.Take(0);
            _chain.CountDropped(_context.Ledger, _work.Dropped(0));
            if (yield.Items > 0)
            {
                into.Add(new Part(yield.Lease, FirstItem: 0, yield.Items, yield.Lease.Length, yield.Resources, IsWhole: true));
            }
        }
        catch (OutOfBudgetException)
        {
            _context.Ledger.CountDropped(part.Items, DropReason.Memory);
        }
        finally
        {
            _work.EndProcessing();
            if (request.IsHeld)
            {
                request.Return();
            }
        }
    }

    /// <summary>The range of a request as a request of its own.</summary>
    private Lease Copy(Batch batch, in Part part)
    {
        if (!_slabs.TryRent(part.Bytes, BudgetUse.Egress, part.Lease.Accounts, out Lease copy))
        {
            throw new OutOfBudgetException();
        }

        ItemRange.Gather(batch.Signal, part.Lease.Memory, part.FirstItem, part.Items, _segments);
        CopySegments(copy);
        return copy;
    }

    private void CopySegments(in Lease copy)
    {
        Span<byte> to = copy.Writable;
        for (int i = 0; i < _segments.Count; i++)
        {
            _segments[i].Span.CopyTo(to);
            to = to[_segments[i].Length..];
        }

        _segments.Clear();
    }
}
