namespace HotPath.Core.Storage;

/// <summary>
/// Finds out what a segment holds that another process has left. It reads headers only, so that a gigabyte takes no longer than its
/// records' number; bodies are checked when they are read. Of the last segment the end is checked whole: a record that was being written
/// when the process died is cut off.
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
        long at = Begin(segment, options);
        while (at < segment.Length)
        {
            try
            {
                at = Step(segment, isLast, options, at, found);
            }
            catch (IOException fault)
            {
                // What can't be read now may be readable at a later start: the segment is left as it is.
                long step = Math.Min(SegmentLog.UnreadableStepBytes, segment.Length - at);
                segment.NoteDamage(options, at, step, SegmentDamage.Unreadable, $"it can't be read: {fault.Message}");
                segment.NoteUnscanned(at, at + step);
                at += step;
            }
        }
    }

    /// <summary>Where the first record should be.</summary>
    private static long Begin(SegmentFile segment, SegmentLogOptions options)
    {
        try
        {
            if (segment.HasHeader())
            {
                return SegmentFile.HeaderBytes;
            }
        }
        catch (IOException)
        {
            // So will be what follows, which says it.
            return SegmentFile.HeaderBytes;
        }

        if (segment.Length < SegmentFile.HeaderBytes)
        {
            // The process died before it had written anything.
            segment.Length = SegmentFile.HeaderBytes;
            return SegmentFile.HeaderBytes;
        }

        segment.NoteDamage(options, 0, SegmentFile.HeaderBytes, SegmentDamage.NoRecord, "the segment's header is broken");
        return SegmentFile.HeaderBytes;
    }

    /// <summary>One record, or the bytes up to the next one; returns where to go on.</summary>
    private static long Step(SegmentFile segment, bool isLast, SegmentLogOptions options, long at, Action<RecordHeader> found)
    {
        if (!segment.TryReadHeader(at, out RecordHeader header))
        {
            long next = segment.FindHeader(at + 1);
            if (next < 0)
            {
                CutTail(segment, isLast, options, at);
                return long.MaxValue;
            }

            segment.NoteDamage(options, at, next - at, SegmentDamage.NoRecord, $"{next - at} bytes are no record");
            return next;
        }

        long end = at + header.RecordBytes;
        if (isLast && end == segment.Length && !IsWhole(segment, at, header))
        {
            CutTail(segment, isLast, options, at);
            return long.MaxValue;
        }

        NoteGap(segment, header.Index);
        segment.Records = Math.Max(segment.Records, header.Index + 1);
        if (!segment.IsDone(header.Index))
        {
            found(header);
        }

        return end;
    }

    /// <summary>Notes the records between the last one and this index: they can't be read.</summary>
    private static void NoteGap(SegmentFile segment, int index)
    {
        for (int lost = segment.Records; lost < index; lost++)
        {
            segment.Lost += segment.IsDone(lost) || segment.HasReadErrors ? 0 : 1;
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
            int read = segment.Read(piece.AsSpan(0, (int)Math.Min(PieceBytes, end - from)), from);
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
        long bytes = segment.Length - at;
        if (isLast)
        {
            options.OnDamage(
                new SegmentDamage(segment.Path, at, bytes, SegmentDamage.TornEnd, $"the last {bytes} bytes are no whole record"));
        }
        else
        {
            segment.NoteDamage(options, at, bytes, SegmentDamage.NoRecord, $"the last {bytes} bytes are no record");
        }

        if (!segment.HasReadErrors)
        {
            segment.Length = at;
            segment.Cut();
        }
    }
}
