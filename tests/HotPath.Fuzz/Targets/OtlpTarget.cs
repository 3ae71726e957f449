using System.Buffers;
using System.Text.Json;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Json;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Fuzz.Running;
using HotPath.Testing.Wire;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// A request: judged as Google.Protobuf and the strictnesses judge it; and if it is good, indexed, cut in two whose items add up, written
/// anew
/// by an overlay without edits, and written as JSON, all without an exception.
/// </summary>
internal sealed class OtlpTarget(Signal signal) : IFuzzTarget
{
    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 26, 1 << 26), tracking: true);
    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();

    public string Name => "otlp-" + signal.ToString().ToLowerInvariant();

    public IReadOnlyList<byte[]> Seeds { get; } = signal == Signal.Profiles
        ? [SampleProfiles.Request(1), SampleProfiles.Request(3, 2), []]
        : [
            [], SampleRequests.Of(signal, 1, seed: 1), SampleRequests.Of(signal, 5, seed: 2, resources: 2, scopesPerResource: 2),
            .. Enumerable.Range(0, 40).Select(i => Odd(signal, i)).Where(static odd => odd.Length < 4000),
        ];

    public IReadOnlyList<byte[]> Tokens { get; } =
    [
        [0x0A, 0], [0x12, 0], [0x1A, 0], [0x0B], [0x0C], [0x0A, 0x80, 0], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [0x0A, 0x10, .. new byte[16]], [0x12, 0x08, .. new byte[8]], [0x4A, 4, 0x0A, 0, 0x12, 0], [0x12, 2, 0x0A, 0], [0x2A, 2, 0x0A, 0],
        [0x32, 4, 0x0A, 2, 0x0A, 0], [0xC3, 0x3E, 0xC4, 0x3E],
    ];

    public int Run(ReadOnlySpan<byte> input)
    {
        WalkResult result = OtlpWalk.Check(signal, input);
        if (signal != Signal.Profiles && WireVerdict.Disagreement(signal, input.ToArray(), result) is { } complaint)
        {
            throw new BrokenInvariantException(complaint);
        }

        foreach (Validation less in (ReadOnlySpan<Validation>)[Validation.Structure, Validation.Framing])
        {
            WalkResult loose = OtlpWalk.Check(signal, input, less);
            Invariant.Holds(
                result.Fault != WireFault.None || (loose.Fault == WireFault.None && loose.Items == result.Items),
                    $"good, but under {less} {loose}");
        }

        if (result.Fault == WireFault.None && signal != Signal.Profiles)
        {
            Cut(input.ToArray(), result);
            Index(input, result);
            Json(input);
        }

        return FuzzTexts.Mix(
            (int)result.Fault, FuzzTexts.Magnitude(result.Items), FuzzTexts.Magnitude(result.Scopes),
            FuzzTexts.Magnitude(result.Resources), FuzzTexts.Magnitude(result.FaultOffset));
    }

    public void Dispose() => _slabs.Dispose();

    private static byte[] Odd(Signal signal, int seed)
    {
        var random = new Random(seed);
        return new OddEncoder(random, random.Next(2) * 1000).Encode(RandomMessages.Request(signal, random, random.Next(1, 4)));
    }

    private void Cut(byte[] request, in WalkResult whole)
    {
        int first = whole.Items / 2;
        int items = 0;
        foreach ((int from, int count) in (ReadOnlySpan<(int, int)>)[(0, first), (first, whole.Items - first)])
        {
            if (count == 0)
            {
                continue;
            }

            var segments = new SegmentList();
            ItemRange.Gather(signal, request, from, count, segments);
            var cut = new byte[segments.TotalBytes];
            int at = 0;
            for (int i = 0; i < segments.Count; i++)
            {
                segments[i].CopyTo(cut.AsMemory(at));
                at += segments[i].Length;
            }

            WalkResult part = OtlpWalk.Check(signal, cut);
            Invariant.Holds(part.Fault == WireFault.None && part.Items == count, $"items {from} and {count} more are cut to {part}");
            Invariant.Holds(ItemRange.Measure(signal, request, from, count).Bytes == cut.Length, "a cut was measured otherwise");
            items += part.Items;
        }

        Invariant.Holds(items == whole.Items, $"{items} of {whole.Items} items after a cut");
    }

    private void Index(ReadOnlySpan<byte> request, in WalkResult whole)
    {
        if (!_slabs.TryRent(Math.Max(1, request.Length), BudgetUse.Ingress, out Lease lease))
        {
            throw new BrokenInvariantException("no room");
        }

        request.CopyTo(lease.Writable);
        lease = request.IsEmpty ? lease : lease.Slice(request.Length);
        if (!request.IsEmpty)
        {
            _index.Build(signal, lease, (IndexDepth)~0, _slabs);
            Invariant.Holds(_index.Items.Length == whole.Items && _index.Resources.Length == whole.Resources, "the index counts otherwise");
            _overlay.Begin(_index, _slabs);
            Invariant.Holds(_overlay.TryMaterialise(_slabs, BudgetUse.Egress, out Lease written), "no room to write it");
            Invariant.Same(written.Bytes, request, "written without an edit");
            written.Return();
            _overlay.Clear();
            _index.Clear();
        }

        lease.Return();
        Invariant.Holds(_slabs.OutstandingLeases == 0, "a lease is still out");
    }

    private void Json(ReadOnlySpan<byte> request)
    {
        var json = new ArrayBufferWriter<byte>();
        OtlpJsonWriter.Write(signal, request, json);
        var reader = new Utf8JsonReader(json.WrittenSpan, new JsonReaderOptions { MaxDepth = 1000 });
        while (reader.Read())
        {
        }
    }
}
