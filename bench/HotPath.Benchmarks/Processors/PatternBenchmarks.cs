using BenchmarkDotNet.Attributes;
using HotPath.Components.Processors.Attributes;
using HotPath.Components.Processors.Transform;

namespace HotPath.Benchmarks.Processors;

/// <summary>
/// What groups of patterns cost where the pattern matches in every span: <c>extract</c> with two groups, a replacement that names one, and
/// the same replacement without. From index to new slab, against a copy of the bytes. Per span.
/// </summary>
public class PatternBenchmarks : ProcessorBenchmarks
{
    private readonly BenchChain _extract = new((
        new AttributesFactory(),
        "{actions: [{key: url.path, pattern: '^/api/(?P<api_kind>[a-z]+)/(?P<api_id>[0-9]+)/', action: extract}]}"));

    private readonly BenchChain _groups = Replace("/reviews/([0-9a-f]{4})[0-9a-f]+$", "/reviews/$$1");
    private readonly BenchChain _text = Replace("/reviews/[0-9a-f]+$", "/reviews/{id}");

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Extract() => Run(_extract);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int ReplaceWithGroups() => Run(_groups);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int ReplaceWithText() => Run(_text);

    private static BenchChain Replace(string pattern, string replacement) => new((
        new TransformFactory(),
        "{error_mode: ignore, trace_statements: [{context: span, statements: "
        + $"['replace_pattern(attributes[\"url.path\"], \"{pattern}\", \"{replacement}\")']}}]}}"));
}
