using BenchmarkDotNet.Attributes;
using HotPath.Components.Processors.Attributes;
using HotPath.Components.Processors.Filter;
using HotPath.Components.Processors.Redaction;
using HotPath.Components.Processors.Resource;
using HotPath.Components.Processors.Transform;
using HotPath.Engine.Plan;

namespace HotPath.Benchmarks.Processors;

/// <summary>
/// What processors cost over pass-through, from index to new slab, as the gateway runs them; against a copy of the bytes. The same sets as
/// the load scenarios of the group <c>processing</c>. Per span.
/// </summary>
public class ProcessingBenchmarks : ProcessorBenchmarks
{
    private const string Delete = "{key: http.route, action: delete}";
    private const string Hash = "{key: server.address, action: hash}";
    private const string Upsert = "{key: deployment.environment, value: production, action: upsert}";

    private static readonly (IProcessorFactory, string) Resource = (
        new ResourceFactory(), "{attributes: [{key: k8s.cluster.name, value: eu-1, action: upsert}]}");

    private static readonly (IProcessorFactory, string) TwoConditions = Filter(
        "attributes[\"url.path\"] == \"/healthz\"", "attributes[\"http.request.method\"] == \"OPTIONS\"");

    private readonly BenchChain _set = new(TwoConditions, Attributes(Delete, Hash, Upsert), Resource);
    private readonly BenchChain _setWithoutHash = new(TwoConditions, Attributes(Delete, Upsert), Resource);
    private readonly BenchChain _filter = new(
        Filter([.. Enumerable.Range(0, 20).Select(i => $"attributes[\"{Key(i)}\"] == \"never {i}\"")]));
    private readonly BenchChain _transform = new(Transform(
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
    private readonly BenchChain _redaction = new((
        new RedactionFactory(),
        "{allow_all_keys: true, blocked_values: ['4[0-9]{12}(?:[0-9]{3})?', '5[1-5][0-9]{14}', '[0-9]{3}-[0-9]{2}-[0-9]{4}', "
        + "'AKIA[0-9A-Z]{16}', 'eyJ[A-Za-z0-9_-]{10,}']}"));

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Set() => Run(_set);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int SetWithoutHash() => Run(_setWithoutHash);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int FilterTwentyConditions() => Run(_filter);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int TransformTenStatements() => Run(_transform);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int RedactionFivePatterns() => Run(_redaction);

    private static string Key(int i) =>
        ((string[])["url.path", "http.route", "http.request.method", "server.address", "server.port"])[i % 5];

    private static (IProcessorFactory, string) Attributes(params string[] actions) =>
        (new AttributesFactory(), $"{{actions: [{string.Join(", ", actions)}]}}");

    private static (IProcessorFactory, string) Filter(params string[] conditions) =>
        (new FilterFactory(), $"{{error_mode: ignore, traces: {{span: [{Quoted(conditions)}]}}}}");

    private static (IProcessorFactory, string) Transform(params string[] statements) =>
        (new TransformFactory(), $"{{error_mode: ignore, trace_statements: [{{context: span, statements: [{Quoted(statements)}]}}]}}");

    private static string Quoted(string[] texts) => string.Join(", ", texts.Select(text => $"'{text}'"));
}
