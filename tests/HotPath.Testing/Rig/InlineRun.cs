using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace HotPath.Testing.Rig;

/// <summary>
/// Inline processors over one request, as a pipeline runs them, without the rest of the path: for properties over many requests. The pool
/// tracks its slabs, and the request must come out of it unchanged.
/// </summary>
public static class InlineRun
{
    /// <summary>A processor of one signal from its YAML.</summary>
    public static IInlineProcessor Make(IProcessorFactory factory, string yaml, Signal signal)
    {
        ArgumentNullException.ThrowIfNull(factory);
        var errors = new ConfigErrors();
        ProcessorPlan plan = factory.Read(
            new ComponentId(factory.Type, ""), new ConfigMap(ConfigComposer.FromText(yaml, "test.yaml", errors), errors));
        errors.Errors.ShouldBeEmpty();
        return ((InlinePlan)plan).CreateProcessor(new InlineContext(signal, new FakeClock(), NullLogger.Instance));
    }

    /// <summary>What the processors leave of a request; empty if they drop every item.</summary>
    public static byte[] Of(Signal signal, byte[] request, params IInlineProcessor[] processors)
    {
        WalkResult walk = OtlpWalk.CheckWithIds(signal, request, Validation.Full, out bool hasPlainIds);
        walk.Fault.ShouldBe(WireFault.None);
        using var slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28), tracking: true);
        slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        var chain = new InlineChain(processors.Select((p, i) => new InlineLink(new ComponentId("test", $"{i}"), p)));
        var work = new InlineWork([chain]);
        work.Index.Build(signal, lease, chain.Depth, slabs, chain.KeySet, hasPlainIds);
        work.Run(chain, 0, lease, default, walk.Items, walk.Resources, slabs).ShouldBeNull();
        InlineYield yield = work.Take(0);
        work.EndProcessing();
        lease.Bytes.SequenceEqual(request).ShouldBeTrue("a slab is never written");
        lease.Return();
        if (yield.Items == 0)
        {
            return [];
        }

        byte[] left = yield.Lease.Bytes.ToArray();
        yield.Lease.Return();
        WalkResult after = OtlpWalk.Check(signal, left);
        (after.Fault, after.Items, after.Resources).ShouldBe((WireFault.None, yield.Items, yield.Resources));
        return left;
    }
}
