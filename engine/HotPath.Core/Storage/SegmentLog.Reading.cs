using HotPath.Core.Hashing;

namespace HotPath.Core.Storage;

/// <content>Reading: one cursor, in front of the first record that nobody took.</content>
public sealed partial class SegmentLog
{
    /// <summary>How far the cursor moves over what the disk can't read before it looks for the next record, in bytes.</summary>
    internal const int UnreadableStepBytes = 64 * 1024;

    private long _readSegment;
    private long _readOffset = SegmentFile.HeaderBytes;

    /// <summary>
    /// The first record that nobody took; false if there is none. Steps over what is done or damaged, and says what was lost with it
    /// (<see cref="SegmentLogOptions.OnLost"/>).
    /// </summary>
    /// <exception cref="IOException">The disk can't read; the cursor stays, or moves with <see cref="SkipUnreadable"/>.</exception>
    public bool TryPeek(out RecordHeader header, out RecordPlace place)
    {
        for (int i = 0; i < _segments.Count; i++)
        {
            SegmentFile segment = _segments[i];
            if (segment.Number < _readSegment)
            {
                continue;
            }

            if (segment.Number > _readSegment)
            {
                (_readSegment, _readOffset) = (segment.Number, SegmentFile.HeaderBytes);
            }

            if (TryPeekIn(segment, out header, out place))
            {
                return true;
            }

            SayLost(segment);
            if (TryRemoveIfDone(segment))
            {
                i--;
            }
        }

        (header, place) = (default, default);
        return false;
    }

    /// <summary>Reads a record's body, as it is stored, into exactly its bytes; false if they are not what was written.</summary>
    /// <exception cref="IOException">The disk can't read them.</exception>
    public bool ReadBody(in RecordHeader header, in RecordPlace place, Span<byte> body)
    {
        SegmentFile segment = Find(place.Segment);
        int filled = 0;
        while (filled < body.Length)
        {
            int read = segment.Read(body[filled..], place.Offset + RecordHeader.Bytes + filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        if (filled == header.StoredBytes && Crc32C.Of(body) == header.BodyChecksum)
        {
            return true;
        }

        segment.NoteDamage(
            _options, place.Offset, header.RecordBytes, SegmentDamage.BadBody,
            $"the record's {header.StoredBytes} bytes are not what was written");
        return false;
    }

    /// <summary>
    /// Takes a record: the cursor moves past it, if it stands before it, and it will not be peeked at again while the process lives.
    /// </summary>
    public void Take(in RecordPlace place)
    {
        Find(place.Segment).NoteTaken(place);
        if (place.Segment > _readSegment || (place.Segment == _readSegment && place.Offset >= _readOffset))
        {
            (_readSegment, _readOffset) = (place.Segment, place.End);
        }
    }

    /// <summary>
    /// Steps over what the disk can't read at the cursor. Its segment is neither cut, nor written, nor removed any more, so that a later
    /// start may have better luck.
    /// </summary>
    /// <param name="why">What the disk said.</param>
    public void SkipUnreadable(string why)
    {
        if (_segments.Find(segment => segment.Number == _readSegment) is not { } segment)
        {
            return;
        }

        segment.HasReadErrors = true;
        long step = Math.Min(UnreadableStepBytes, segment.Length - _readOffset);
        _options.OnDamage(new SegmentDamage(segment.Path, _readOffset, step, SegmentDamage.Unreadable, $"it can't be read: {why}"));
        _readOffset += step;
    }

    /// <summary>A record that was taken can't be read: its segment stays for a later start, which may have better luck.</summary>
    public void KeepUnreadable(in RecordPlace place, string why)
    {
        SegmentFile segment = Find(place.Segment);
        segment.HasReadErrors = true;
        segment.NoteGone(place);
        _options.OnDamage(new SegmentDamage(
            segment.Path, place.Offset, place.End - place.Offset, SegmentDamage.Unreadable, $"a record can't be read: {why}"));
    }

    private bool TryPeekIn(SegmentFile segment, out RecordHeader header, out RecordPlace place)
    {
        while ((_readOffset = segment.PastUnscanned(_readOffset)) < segment.Length)
        {
            if (!segment.TryReadHeader(_readOffset, out header))
            {
                long next = segment.FindHeader(_readOffset + 1);
                next = next < 0 ? segment.Length : next;
                if (!segment.HasReadErrors)
                {
                    // Behind a place that was stepped over stands the rest of a record, which is no damage.
                    long bytes = next - _readOffset;
                    segment.NoteDamage(_options, _readOffset, bytes, SegmentDamage.NoRecord, $"{bytes} bytes are no record");
                }

                _readOffset = next;
            }
            else if (segment.IsDone(header.Index))
            {
                _readOffset += header.RecordBytes;
            }
            else
            {
                place = new RecordPlace(
                    segment.Number,
                    header.Index,
                    _readOffset,
                    _readOffset + header.RecordBytes,
                    header.Owner,
                    header.Items,
                    header.RawBytes);
                return true;
            }
        }

        (header, place) = (default, default);
        return false;
    }

    /// <summary>The cursor is past a segment's end: what was waiting in it and was not met can't be found any more.</summary>
    private void SayLost(SegmentFile segment)
    {
        foreach ((uint owner, RecordTotals lost) in segment.TakeLost())
        {
            _options.OnLost(owner, lost, segment.HasReadErrors);
        }
    }
}
