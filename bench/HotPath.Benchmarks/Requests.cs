using HotPath.Core;
using HotPath.Testing.Wire;

namespace HotPath.Benchmarks;

/// <summary>The requests that are measured: as large as an SDK's batch, the same in every run.</summary>
internal static class Requests
{
    /// <summary>Items in each request; figures are per item.</summary>
    public const int Items = 512;

    /// <summary>One request of a signal.</summary>
    public static byte[] Of(Signal signal) => SampleRequests.Of(signal, Items, seed: 1);
}
