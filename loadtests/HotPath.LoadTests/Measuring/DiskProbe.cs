namespace HotPath.LoadTests.Measuring;

/// <summary>
/// What a disk takes from one thread that does nothing but write: groups of bytes that don't compress, one after the other, each synced or
/// not, in files of a segment's size of which the one before is removed.
/// </summary>
internal static class DiskProbe
{
    private const int PieceBytes = 256 * 1024;
    private const long FileBytes = 64L << 20;

    /// <summary>Writes for a time, one group at least, and returns the rate in 10⁶ bytes a second.</summary>
    public static double MegabytesPerSecond(string directory, long groupBytes, bool isSynced, TimeSpan during)
    {
        var piece = new byte[PieceBytes];
        Random.Shared.NextBytes(piece);
        long written = 0;
        long started = TimeProvider.System.GetTimestamp();
        do
        {
            string path = Path.Combine(directory, "probe");
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            long at = 0;
            do
            {
                for (long left = groupBytes; left > 0; left -= PieceBytes)
                {
                    int length = (int)Math.Min(PieceBytes, left);
                    RandomAccess.Write(file, piece.AsSpan(0, length), at);
                    at += length;
                    written += length;
                }

                if (isSynced)
                {
                    RandomAccess.FlushToDisk(file);
                }
            }
            while (at < FileBytes && TimeProvider.System.GetElapsedTime(started) < during);

            File.Delete(path);
        }
        while (TimeProvider.System.GetElapsedTime(started) < during);

        return written / TimeProvider.System.GetElapsedTime(started).TotalSeconds / 1e6;
    }
}
