using Google.Protobuf;
using HotPath.Components.Processors.Filter;
using HotPath.Components.Tests.Ottl;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Components.Tests.Processors.Filter;

public sealed class FilterProcessorTests
{
    [Fact]
    public async Task Path_DroppedSpans_AreCountedAndTheLedgerBalances()
    {
        await using PathRig rig = PathRig.Traces("filter: {traces: {span: ['name == \"drop\"']}}", "filter", "test: {}", "test");
        (await rig.DeliverAsync(Request("keep", "drop", "drop").ToByteArray())).ShouldBe(Outcome.Ok);
        await rig.DrainAsync();
        var ledger = rig.Path.Ledger.Pipelines[0];
        (ledger.Accepted, ledger.DroppedByReason[DropReason.Filtered], ledger.Out).ShouldBe((3, 2, 1));
    }

    [Theory]
    [InlineData("propagate", OutcomeKind.Retryable)]
    [InlineData("ignore", OutcomeKind.Ok)]
    [InlineData("silent", OutcomeKind.Ok)]
    public async Task Path_AConditionThatFails_DoesAsTheErrorModeSays(string mode, OutcomeKind kind)
    {
        await using PathRig rig =
            PathRig.Traces($"filter: {{error_mode: {mode}, traces: {{span: ['name + 1 > 2']}}}}", "filter", "test: {}", "test");
        (await rig.DeliverAsync(Request("a").ToByteArray())).Kind.ShouldBe(kind);
        await rig.DrainAsync();
    }

    /// <summary>The managed heap must not grow with the spans of a request, whatever the conditions look at.</summary>
    [Fact]
    public void Process_ManySpans_AllocatesAsMuchAsForFew()
    {
        const string Yaml =
            """
            error_mode: silent
            traces:
              span:
                - name == "no" and kind == SPAN_KIND_SERVER
                - attributes["i"] > 100.5 or attributes["missing"] == "x"
                - IsMatch(name, "^[A-Z]+ /nothing/\\d+$")
                - Concat([attributes["s"], attributes["i"]], "-") == "no"
                - attributes["m"]["k"] == 5 or resource.attributes["service.name"] == "other"
                - attributes["s"] + 1 > 2
                - end_time - start_time > Duration("1h")
            """;
        FilterProcessor processor = Make(Yaml);
        long few = Allocated(processor, 64);
        long many = Allocated(processor, 512);
        (many - few).ShouldBe(0);
    }

    private static FilterProcessor Make(string yaml)
    {
        var errors = new ConfigErrors();
        var plan = (FilterPlan)new FilterFactory().Read(
            ComponentId.Parse("filter"), new ConfigMap(ConfigComposer.FromText(yaml, "test.yaml", errors), errors));
        errors.Errors.ShouldBeEmpty();
        return (FilterProcessor)plan.CreateProcessor(new InlineContext(Signal.Traces, new FakeClock(), NullLogger.Instance));
    }

    private static long Allocated(FilterProcessor processor, int spans)
    {
        byte[] bytes = Request([.. Enumerable.Repeat("GET /users/42", spans)]).ToByteArray();
        using var slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        slabs.TryRent(bytes.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        bytes.CopyTo(lease.Writable);
        var index = new RequestIndex();
        index.Build(Signal.Traces, lease, processor.Depth, slabs);
        var overlay = new Overlay();
        long least = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            overlay.Begin(index, slabs);
            long before = GC.GetAllocatedBytesForCurrentThread();
            processor.Process(overlay).ShouldBe(ProcessResult.Done);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            overlay.DroppedItems.ShouldBe(0);
            overlay.Clear();
        }

        index.Clear();
        lease.Return();
        return least;
    }

    private static ExportTraceServiceRequest Request(params string[] names)
    {
        ExportTraceServiceRequest request = OttlRig.SpanRequest();
        var spans = request.ResourceSpans[0].ScopeSpans[0].Spans;
        var first = spans[0];
        spans.Clear();
        foreach (string name in names)
        {
            var span = first.Clone();
            span.Name = name;
            spans.Add(span);
        }

        return request;
    }
}
