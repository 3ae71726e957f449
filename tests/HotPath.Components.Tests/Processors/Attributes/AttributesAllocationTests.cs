using HotPath.Components.Processors.Attributes;
using HotPath.Components.Processors.Span;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Components.Tests.Processors.Attributes;

public sealed class AttributesAllocationTests
{
    private const int Rounds = 50;

    [Theory]
    [InlineData(
        "{key: env, value: prod, action: upsert}, {key: http.route, action: delete}, {key: copy, from_attribute: url.path, action: insert}",
        4)]
    [InlineData("{key: server.address, action: hash}, {key: server.port, converted_type: string, action: convert}", 2)]
    [InlineData("{key: url.path, pattern: '^(?P<scheme>no-such-scheme)://', action: extract}, {key: http.route, action: delete}", 3)]
    [InlineData("{key: url.path, pattern: '^/(?P<first>[a-z0-9]+)(?:/(?P<second>[^/]+))?', action: extract}", 3)]
    [InlineData("{pattern: '^http', action: hash}, {key: server.port, converted_type: double, action: convert}", null)]
    [InlineData(
        "{pattern: '^user', action: delete}, {key: none, from_attribute: not.there, default_value: [1, {a: 2}], action: upsert}", null)]
    public void Process_InSteadyState_AllocatesNothing(string actions, int? keys) =>
        Check(new AttributesFactory(), $"actions: [{actions}]", keys);

    [Theory]
    [InlineData("{name: {from_attributes: [http.request.method, url.path], separator: ' '} }", 2)]
    [InlineData(
        "{name: {to_attributes: {rules: ['^(?P<verb>[A-Za-z]+)(?: (?P<rest>.*))?$']} }, status: {code: Error, description: x} }", 2)]
    public void Process_OfSpans_InSteadyState_AllocatesNothing(string settings, int keys) => Check(new SpanFactory(), settings, keys);

    private static void Check(IProcessorFactory factory, string settings, int? keys)
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText(settings, "test.yaml", errors), errors);
        var plan = (InlinePlan)factory.Read(new ComponentId(factory.Type, ""), map);
        errors.Errors.ShouldBeEmpty();
        IInlineProcessor processor = plan.CreateProcessor(new InlineContext(Signal.Traces, TimeProvider.System, NullLogger.Instance));
        processor.ItemKeys?.Select(key => key.Name).Distinct().Count().ShouldBe(keys!.Value);
        (processor.ItemKeys is null).ShouldBe(keys is null);
        AttributeKeySet? named = processor.ItemKeys is { } all ? AttributeKeySet.Of(all) : null;
        byte[] request = SampleRequests.Traces(100, seed: 1);
        using var slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        var index = new RequestIndex();
        var overlay = new Overlay();
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            index.Build(Signal.Traces, lease, processor.Depth, slabs, named);
            overlay.Begin(index, slabs);
            processor.Process(overlay);
            overlay.TryMaterialise(slabs, BudgetUse.Egress, out Lease edited);
            edited.Return();
            overlay.Clear();
            index.Clear();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        lease.Return();
        least.ShouldBe(0);
    }
}
