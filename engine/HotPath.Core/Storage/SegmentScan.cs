namespace HotPath.Core.Storage;

/// <summary>
/// Finds out what a segment holds that another process has left. It reads headers only, so that a gigabyte takes no longer than its records'
/// number; bodies are checked when they are read. Of the last segment the end is checked whole: a record that was being written when the
/// process died is cut off.
/// </summary>
internal static class SegmentScan
{
    private const int PieceBytes = 256 * 1024;

    /// <summary>Scans a segment, says each record that is not done, and sets its length and number of records.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="isLast">Whether it is the last one: then its end may be torn, which is no damage.</param>
    /// <param name="options">Who is told of damage.</param>
    /// <param name="found">Told of each record that is not done.</param>
    public static void Run(SegmentFile segment, bool isLast, SegmentLogOptions options, Action<RecordHeader> found)
    {
        long at = SegmentFile.HeaderBytes;
        if (!segment.HasHeader())
        {
            if (segment.Length < SegmentFile.HeaderBytes)
            {
                // The process died before it had written anything.
                segment.Length = SegmentFile.HeaderBytes;
                return;
            }

            Damaged(segment, options, 0, "the segment's header is broken");
        }

        while (at < segment.Length)
        {
            if (!segment.TryReadHeader(at, out RecordHeader header))
            {
                long next = segment.FindHeader(at + 1);
                if (next < 0)
                {
                    CutTail(segment, isLast, options, at);
                    return;
                }

                Damaged(segment, options, at, $"{next - at} bytes are no record");
                at = next;
                continue;
            }

            long end = at + header.RecordBytes;
            if (isLast && end == segment.Length && !IsWhole(segment, at, header))
            {
                CutTail(segment, isLast, options, at);
                return;
            }

            NoteGap(segment, header.Index);
            segment.Records = Math.Max(segment.Records, header.Index + 1);
            if (!segment.IsDone(header.Index))
            {
                found(header);
            }

            at = end;
        }
    }

    /// <summary>Notes the records between the last one and this index: they can't be read.</summary>
    private static void NoteGap(SegmentFile segment, int index)
    {
        for (int lost = segment.Records; lost < index; lost++)
        {
            segment.Lost += segment.IsDone(lost) ? 0 : 1;
        }
    }

    private static bool IsWhole(SegmentFile segment, long at, in RecordHeader header)
    {
        var piece = new byte[PieceBytes];
        uint checksum = Hashing.Crc32C.Start;
        long from = at + RecordHeader.Bytes;
        long end = at + header.RecordBytes;
        while (from < end)
        {
            int read = RandomAccess.Read(segment.Handle, piece.AsSpan(0, (int)Math.Min(PieceBytes, end - from)), from);
            if (read == 0)
            {
                return false;
            }

            checksum = Hashing.Crc32C.Add(checksum, piece.AsSpan(0, read));
            from += read;
        }

        return Hashing.Crc32C.End(checksum) == header.BodyChecksum;
    }

    private static void CutTail(SegmentFile segment, bool isLast, SegmentLogOptions options, long at)
    {
        if (!isLast)
        {
            Damaged(segment, options, at, $"the last {segment.Length - at} bytes are no record");
        }

        segment.Length = at;
        RandomAccess.SetLength(segment.Handle, at);
    }

    private static void Damaged(SegmentFile segment, SegmentLogOptions options, long at, string what)
    {
        segment.IsDamaged = true;
        options.OnDamage(segment.Path, at, what);
    }
}
