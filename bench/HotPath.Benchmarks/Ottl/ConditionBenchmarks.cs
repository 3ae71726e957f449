using BenchmarkDotNet.Attributes;
using HotPath.Benchmarks.Processors;
using HotPath.Components.Processors.Filter;

namespace HotPath.Benchmarks.Ottl;

/// <summary>
/// OTTL conditions over every span, none of which holds, the index they need included; against a copy of the bytes. Per span.
/// </summary>
public class ConditionBenchmarks : ProcessorBenchmarks
{
    private readonly BenchChain _name = Filter("name == \"never\"");
    private readonly BenchChain _attribute = Filter("attributes[\"http.route\"] == \"/never\"");
    private readonly BenchChain _three = Filter(
        "attributes[\"http.route\"] == \"/never\"",
        "attributes[\"http.response.status_code\"] >= 600",
        "IsMatch(name, \"^never\") and kind == SPAN_KIND_CLIENT");

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Name() => Run(_name);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Attribute() => Run(_attribute);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int ThreeConditions() => Run(_three);

    private static BenchChain Filter(params string[] conditions) =>
        new((new FilterFactory(), $"{{traces: {{span: [{string.Join(", ", conditions.Select(condition => $"'{condition}'"))}]}}}}"));
}
