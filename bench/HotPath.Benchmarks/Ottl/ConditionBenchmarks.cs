using BenchmarkDotNet.Attributes;
using HotPath.Components.Processors.Filter;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Benchmarks.Ottl;

/// <summary>OTTL conditions over every span, none of which holds, the index they need included; against a copy of the bytes. Per span.</summary>
public class ConditionBenchmarks : IDisposable
{
    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();
    private readonly IInlineProcessor _name = Filter("name == \"never\"");
    private readonly IInlineProcessor _attribute = Filter("attributes[\"http.route\"] == \"/never\"");
    private readonly IInlineProcessor _three = Filter(
        "attributes[\"http.route\"] == \"/never\"",
        "attributes[\"http.response.status_code\"] >= 600",
        "IsMatch(name, \"^never\") and kind == SPAN_KIND_CLIENT");

    private SlabPool? _slabs;
    private Lease _request;
    private byte[] _copy = [];

    [GlobalSetup]
    public void Setup()
    {
        byte[] bytes = Requests.Of(Signal.Traces);
        _copy = new byte[bytes.Length];
        _slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        _slabs.TryRent(bytes.Length, BudgetUse.Ingress, out _request);
        bytes.CopyTo(_request.Writable);
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public int Copy()
    {
        _request.Bytes.CopyTo(_copy);
        return _copy.Length;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public bool Name() => Run(_name);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public bool Attribute() => Run(_attribute);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public bool ThreeConditions() => Run(_three);

    [GlobalCleanup]
    public void Dispose()
    {
        _request.Return();
        _slabs!.Dispose();
        GC.SuppressFinalize(this);
    }

    private static IInlineProcessor Filter(params string[] conditions)
    {
        var errors = new ConfigErrors();
        string list = string.Join(", ", conditions.Select(condition => $"'{condition}'"));
        var map = new ConfigMap(ConfigComposer.FromText($"{{traces: {{span: [{list}]}}}}", "bench.yaml", errors), errors);
        var plan = (InlinePlan)new FilterFactory().Read(new ComponentId("filter", ""), map);
        return plan.CreateProcessor(new InlineContext(Signal.Traces, TimeProvider.System, NullLogger.Instance));
    }

    private bool Run(IInlineProcessor filter)
    {
        _index.Build(Signal.Traces, _request, filter.Depth, _slabs!);
        _overlay.Begin(_index, _slabs!);
        filter.Process(_overlay);
        bool isEdited = _overlay.IsEdited;
        _overlay.Clear();
        _index.Clear();
        return isEdited;
    }
}
