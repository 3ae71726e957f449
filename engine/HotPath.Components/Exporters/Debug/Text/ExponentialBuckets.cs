namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>One side of an exponential histogram. Bucket i holds values above Bound(i), up to and including Bound(i + 1).</summary>
/// <param name="Counts">The buckets' counts.</param>
/// <param name="Offset">The index of the first.</param>
/// <param name="Factor">ln 2 × 2^−scale: bounds are e^(index × factor), that is base^index with base = 2^(2^−scale).</param>
internal readonly record struct ExponentialBuckets(List<ulong> Counts, int Offset, double Factor)
{
    private const double Ln2 = 0.693147180559945309417232121458176568;

    /// <summary>Reads the positive or the negative side of a data point.</summary>
    public static ExponentialBuckets Read(ReadOnlySpan<byte> point, int field)
    {
        int scale = Packed.ZigZag(ProtoReader.LastNumber(point, PointFields.Scale));
        ReadOnlySpan<byte> side = ProtoReader.LastBytes(point, field);
        return new ExponentialBuckets(
            Packed.Varints(side, PointFields.BucketCounts),
            Packed.ZigZag(ProtoReader.LastNumber(side, PointFields.BucketOffset)),
            Math.ScaleB(Ln2, -scale));
    }

    /// <summary>The lower bound of bucket <paramref name="i"/>, counted from 0.</summary>
    public double Bound(int i) => Math.Exp(((double)Offset + i) * Factor);
}
