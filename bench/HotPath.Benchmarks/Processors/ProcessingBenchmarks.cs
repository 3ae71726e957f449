using BenchmarkDotNet.Attributes;
using HotPath.Components.Processors.Attributes;
using HotPath.Components.Processors.Filter;
using HotPath.Components.Processors.Redaction;
using HotPath.Components.Processors.Resource;
using HotPath.Components.Processors.Transform;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Benchmarks.Processors;

/// <summary>
/// What processors cost over pass-through, from index to new slab, as the gateway runs them; against a copy of the bytes. The same sets as
/// the load scenarios of the group <c>processing</c>. Per span.
/// </summary>
public class ProcessingBenchmarks : IDisposable
{
    private const string Delete = "{key: http.route, action: delete}";
    private const string Hash = "{key: server.address, action: hash}";
    private const string Upsert = "{key: deployment.environment, value: production, action: upsert}";

    private static readonly (IProcessorFactory, string) Resource = (
        new ResourceFactory(), "{attributes: [{key: k8s.cluster.name, value: eu-1, action: upsert}]}");

    private static readonly (IProcessorFactory, string) TwoConditions = Filter(
        "attributes[\"url.path\"] == \"/healthz\"", "attributes[\"http.request.method\"] == \"OPTIONS\"");

    private readonly Work _set = new(TwoConditions, Attributes(Delete, Hash, Upsert), Resource);
    private readonly Work _setWithoutHash = new(TwoConditions, Attributes(Delete, Upsert), Resource);
    private readonly Work _filter = new(Filter([.. Enumerable.Range(0, 20).Select(i => $"attributes[\"{Key(i)}\"] == \"never {i}\"")]));
    private readonly Work _transform = new(Transform(
        "set(attributes[\"tier\"], \"gateway\")",
        "set(attributes[\"env\"], \"production\") where attributes[\"env\"] == nil",
        "delete_key(attributes, \"http.route\")",
        "set(attributes[\"http.method\"], attributes[\"http.request.method\"])",
        "delete_key(attributes, \"http.request.method\")",
        "set(attributes[\"slow\"], true) where end_time_unix_nano - start_time_unix_nano > 1000000000",
        "set(status.code, STATUS_CODE_ERROR) where attributes[\"url.path\"] == \"/500\"",
        "set(attributes[\"peer\"], Concat([attributes[\"server.address\"], \"443\"], \":\"))",
        "set(name, attributes[\"not.there\"]) where attributes[\"not.there\"] != nil",
        "set(attributes[\"api\"], true) where IsMatch(attributes[\"url.path\"], \"^/(api|v1)/\")"));
    private readonly Work _redaction = new((
        new RedactionFactory(),
        "{allow_all_keys: true, blocked_values: ['4[0-9]{12}(?:[0-9]{3})?', '5[1-5][0-9]{14}', '[0-9]{3}-[0-9]{2}-[0-9]{4}', "
        + "'AKIA[0-9A-Z]{16}', 'eyJ[A-Za-z0-9_-]{10,}']}"));

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
    public int Set() => _set.Run(_request, _slabs!);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int SetWithoutHash() => _setWithoutHash.Run(_request, _slabs!);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int FilterTwentyConditions() => _filter.Run(_request, _slabs!);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int TransformTenStatements() => _transform.Run(_request, _slabs!);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int RedactionFivePatterns() => _redaction.Run(_request, _slabs!);

    [GlobalCleanup]
    public void Dispose()
    {
        _request.Return();
        _slabs!.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Key(int i) =>
        ((string[])["url.path", "http.route", "http.request.method", "server.address", "server.port"])[i % 5];

    private static (IProcessorFactory, string) Attributes(params string[] actions) =>
        (new AttributesFactory(), $"{{actions: [{string.Join(", ", actions)}]}}");

    private static (IProcessorFactory, string) Filter(params string[] conditions) =>
        (new FilterFactory(), $"{{error_mode: ignore, traces: {{span: [{Quoted(conditions)}]}}}}");

    private static (IProcessorFactory, string) Transform(params string[] statements) =>
        (new TransformFactory(), $"{{error_mode: ignore, trace_statements: [{{context: span, statements: [{Quoted(statements)}]}}]}}");

    private static string Quoted(string[] texts) => string.Join(", ", texts.Select(text => $"'{text}'"));

    /// <summary>A chain of processors over one index and one overlay.</summary>
    private sealed class Work
    {
        private readonly RequestIndex _index = new();
        private readonly Overlay _overlay = new();
        private readonly IInlineProcessor[] _processors;
        private readonly IndexDepth _depth;
        private readonly AttributeKeySet? _keys;

        public Work(params (IProcessorFactory Factory, string Settings)[] processors)
        {
            _processors = [.. processors.Select(processor => Make(processor.Factory, processor.Settings))];
            _depth = _processors.Aggregate(IndexDepth.None, (depth, processor) => depth | processor.Depth);
            IReadOnlyList<AttributeKey>?[] keys =
                [.. _processors.Where(p => p.Depth.HasFlag(IndexDepth.ItemAttributes) || p.ItemKeys is not null).Select(p => p.ItemKeys)];
            _keys = keys.Contains(null) ? null : AttributeKeySet.Of(keys.SelectMany(some => some!));
        }

        public int Run(Lease request, SlabPool slabs)
        {
            _index.Build(Signal.Traces, request, _depth, slabs, _keys);
            _overlay.Begin(_index, slabs);
            foreach (IInlineProcessor processor in _processors)
            {
                processor.Process(_overlay);
            }

            int length = request.Length;
            if (_overlay.IsEdited && _overlay.TryMaterialise(slabs, BudgetUse.Egress, out Lease edited))
            {
                length = edited.Length;
                edited.Return();
            }

            _overlay.Clear();
            _index.Clear();
            return length;
        }

        private static IInlineProcessor Make(IProcessorFactory factory, string settings)
        {
            var errors = new ConfigErrors();
            var map = new ConfigMap(ConfigComposer.FromText(settings, "bench.yaml", errors), errors);
            var plan = (InlinePlan)factory.Read(new ComponentId(factory.Type, ""), map);
            return errors.Errors.Count == 0
                ? plan.CreateProcessor(new InlineContext(Signal.Traces, TimeProvider.System, NullLogger.Instance))
                : throw new InvalidOperationException(string.Join("; ", errors.Errors));
        }
    }
}
