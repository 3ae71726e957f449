using HotPath.Components.Exporters.Nop;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Components.Tests.Exporters.Nop;

/// <summary>The exporter that takes everything.</summary>
public sealed class NopExporterTests
{
    private static ExporterPlan Read(string yaml, out ConfigErrors errors)
    {
        errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText(yaml, "t.yaml", errors), errors);
        return new NopExporterFactory().Read(new ComponentId("nop", ""), map);
    }

    [Fact]
    public async Task Send_AnyBatch_IsDelivered()
    {
        using var slabs = new SlabPool(new MemoryBudget(1 << 20, 1 << 20), tracking: true);
        ExporterPlan plan = Read("{}", out ConfigErrors errors);
        errors.Any.ShouldBeFalse();
        plan.Chain.ShouldBe(ExportPlan.Bare);
        var context = new ExporterContext(Signal.Logs, slabs, TimeProvider.System, NullLogger.Instance);
        await using IExporter exporter = plan.CreateExporter(context);
        Batch batch = new BatchPool().Rent(Signal.Logs);
        (await exporter.SendAsync(batch, CancellationToken.None)).ShouldBe(SendResult.Delivered);
        batch.Release();
    }

    [Fact]
    public void Read_AnyKey_IsUnknown()
    {
        Read("verbosity: basic", out ConfigErrors errors);
        errors.Errors.ShouldHaveSingleItem().Message.ShouldStartWith("unknown key");
    }
}
