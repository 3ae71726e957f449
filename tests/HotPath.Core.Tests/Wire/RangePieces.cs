using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>Cuts a request into pieces and holds them against the whole.</summary>
internal static class RangePieces
{
    internal static byte[] Gather(Signal signal, byte[] request, int first, int count)
    {
        var into = new SegmentList();
        var bytes = ItemRange.Gather(signal, request, first, count, into);
        into.TotalBytes.ShouldBe(bytes);
        return ToArray(into);
    }

    internal static byte[] ToArray(SegmentList segments)
    {
        var all = new List<byte>();
        for (var i = 0; i < segments.Count; i++)
        {
            segments[i].IsEmpty.ShouldBeFalse();
            all.AddRange(segments[i].Span);
        }

        return [.. all];
    }

    /// <summary>Every promise of <see cref="ItemRange"/> for one way to cut a request.</summary>
    internal static void ShouldMakeUp(Signal signal, byte[] request, IReadOnlyList<(int First, int Count)> partition)
    {
        var pieces = new List<byte[]>();
        foreach (var (first, count) in partition)
        {
            var piece = Gather(signal, request, first, count);
            var measured = ItemRange.Measure(signal, request, first, count);
            var check = OtlpWalk.Check(signal, piece);
            check.Fault.ShouldBe(WireFault.None);
            check.Items.ShouldBe(count);
            measured.ShouldBe((piece.Length, check.Resources));
            pieces.Add(piece);
        }

        CanonicalItems.Of(signal, pieces).ShouldBe(CanonicalItems.Of(signal, request));
        Hex(pieces.SelectMany(piece => RawItems.Of(signal, piece))).ShouldBe(Hex(RawItems.Of(signal, request)));
        pieces.SelectMany(piece => CanonicalEmpties.Of(signal, piece)).Order().ShouldBe(CanonicalEmpties.Of(signal, request).Order());
        CanonicalEmpties.RequestFields(signal, pieces[0]).ShouldBe(CanonicalEmpties.RequestFields(signal, request));
        pieces.Skip(1).ShouldAllBe(piece => CanonicalEmpties.RequestFields(signal, piece).IsEmpty);
    }

    private static List<string> Hex(IEnumerable<byte[]> items) => [.. items.Select(Convert.ToHexString)];
}
