using HotPath.Components.Processors.Redaction;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Components.Tests.Processors.Redaction;

/// <summary>One redaction over one request, from wire bytes to wire bytes, with a memory budget and without a path around it.</summary>
internal static class RedactionRig
{
    /// <summary>The processor that settings make, in flow style without the outer braces.</summary>
    public static IInlineProcessor Processor(string settings, Signal signal)
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText($"{{{settings}}}", "test.yaml", errors), errors);
        var plan = (InlinePlan)new RedactionFactory().Read(new ComponentId("redaction", ""), map);
        errors.Errors.ShouldBeEmpty();
        return plan.CreateProcessor(new InlineContext(signal, TimeProvider.System, NullLogger.Instance));
    }

    /// <summary>The request as it leaves.</summary>
    public static byte[] Run(IInlineProcessor processor, Signal signal, byte[] request, long budget = 1L << 28)
    {
        using var slabs = new SlabPool(new MemoryBudget(budget, budget));
        slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        var index = new RequestIndex();
        var overlay = new Overlay();
        index.Build(signal, lease, processor.Depth, slabs);
        overlay.Begin(index, slabs);
        processor.Process(overlay);
        byte[] received = request;
        if (overlay.IsEdited)
        {
            overlay.TryMaterialise(slabs, BudgetUse.Egress, out Lease edited).ShouldBeTrue();
            received = edited.Bytes.ToArray();
            edited.Return();
        }

        overlay.Clear();
        index.Clear();
        lease.Return();
        return received;
    }
}
