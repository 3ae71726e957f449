namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>One side of an exponential histogram. Bucket i holds values above Bound(i), up to and including Bound(i + 1).</summary>
/// <param name="Counts">The buckets' counts.</param>
/// <param name="Offset">The index of the first.</param>
/// <param name="Width">2^−scale: bounds are base^index with base = 2^(2^−scale), that is 2^(index × width).</param>
internal readonly record struct ExponentialBuckets(List<ulong> Counts, int Offset, double Width)
{
    /// <summary>Reads the positive or the negative side of a data point.</summary>
    public static ExponentialBuckets Read(ReadOnlySpan<byte> point, int field)
    {
        int scale = Packed.ZigZag(ProtoReader.LastNumber(point, PointFields.Scale));
        ReadOnlySpan<byte> side = ProtoReader.LastBytes(point, field);
        return new ExponentialBuckets(
            Packed.Varints(side, PointFields.BucketCounts),
            Packed.ZigZag(ProtoReader.LastNumber(side, PointFields.BucketOffset)),
            Math.ScaleB(1, -scale));
    }

    /// <summary>
    /// The lower bound of bucket <paramref name="i"/>, counted from 0. By powers of two, which are exact where the bound is; the
    /// Collector goes by e^(index × width × ln 2) and shows 15.999999999999998 for 16.
    /// </summary>
    public double Bound(int i) => Math.Pow(2, ((double)Offset + i) * Width);
}
