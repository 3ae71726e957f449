using BenchmarkDotNet.Attributes;
using HotPath.Components.Processors.GroupByAttrs;

namespace HotPath.Benchmarks.Processors;

/// <summary>
/// What grouping costs, from index to new slab, against a copy of the bytes: by two keys with a few values each, interleaved, so that every
/// span moves and loses two attributes; and without keys, where nothing is to be merged. Per span.
/// </summary>
public class GroupByAttrsBenchmarks : ProcessorBenchmarks
{
    private readonly BenchChain _keys = new((new GroupByAttrsFactory(), "{keys: [server.address, http.request.method]}"));
    private readonly BenchChain _nothing = new((new GroupByAttrsFactory(), "{keys: []}"));

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int TwoKeys() => Run(_keys);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int NothingToMerge() => Run(_nothing);
}
