using HotPath.Core;
using HotPath.Core.Hashing;
using HotPath.Core.Storage;
using HotPath.Core.Wire;
using HotPath.Fuzz.Running;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// A log's files as a crash or a bad disk leaves them: opening never throws, no record comes whose bytes are not its checksum's, the
/// records
/// before the first damage all come, and the log can be written on and read again.
/// <code>
///   length of the done file (1 B) │ done file │ segment 1
/// </code>
/// </summary>
internal sealed class SegmentLogTarget : IFuzzTarget
{
    private const long Segment = 1;
    private const int HeaderBytes = 16;

    private static readonly byte[] Extra = [0xE1, 0xE2, 0xE3];

    // In memory, where there is such a place: what is tried is the reading, not the disk.
    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"hotpath-fuzz-{Guid.NewGuid():n}")).FullName;

    public string Name => "segment-log";

    public IReadOnlyList<byte[]> Seeds => field ??=
    [
        Files(isCompressed: false, done: 0, [1, 2, 3], new byte[100], []), Files(isCompressed: true, done: 0, new byte[500]),
            Files(isCompressed: false, done: 2, [1], [2], [3], [4]),
        Files(isCompressed: false, done: 0), [0], [0, .. "HPseg"u8],
    ];

    public IReadOnlyList<byte[]> Tokens { get; } = ["HPr1"u8.ToArray(), [.. "HPseg"u8, 0, 0, 1], new byte[44], [0xFF, 0xFF, 0xFF, 0x7F],
        new byte[8]];

    public int Run(ReadOnlySpan<byte> input)
    {
        Clear();
        int doneBytes = input.IsEmpty ? 0 : Math.Min(input[0], input.Length - 1);
        byte[] done = input.IsEmpty ? [] : input.Slice(1, doneBytes).ToArray();
        byte[] segment = input.IsEmpty ? [] : input[(1 + doneBytes)..].ToArray();
        Write(".seg", segment);
        Write(".done", done);
        List<(RecordHeader Header, long At)> good = Good(segment);
        int damage = 0;
        var options = new SegmentLogOptions(_folder) { Compress = false, KeepDamaged = true, OnDamage = _ => damage++ };
        int read;
        int broken;
        using (SegmentLog log = SegmentLog.Open(options, static _ => { }))
        {
            (read, broken) = ReadAll(log, segment, done.Length == 0 ? good : []);
            Append(log);
        }

        using (SegmentLog log = SegmentLog.Open(options, static _ => { }))
        {
            bool isThere = false;
            while (log.TryPeek(out RecordHeader header, out RecordPlace place))
            {
                log.Take(place);
                var body = new byte[header.StoredBytes];
                isThere |= log.ReadBody(header, place, body) && body.AsSpan().SequenceEqual(Extra);
                log.MarkDone(place);
            }

            // No writer makes an index that is not above those before it, nor a record inside another, nor one behind the end that stays
            // there:
            // such a header is believed, and what stands under it may be given up.
            Invariant.Holds(isThere || !IsOfAWriter(segment), "what was written on is not there after a restart");
        }

        return FuzzTexts.Mix(good.Count, read, broken, Math.Min(damage, 3), FuzzTexts.Magnitude(segment.Length));
    }

    public byte[] Mend(byte[] input)
    {
        byte[] mended = [.. input];
        int from = input.Length == 0 ? 0 : 1 + Math.Min(input[0], input.Length - 1);
        for (int at = mended.AsSpan(from).IndexOf("HPr1"u8); at >= 0;)
        {
            Span<byte> record = mended.AsSpan(from + at);
            if (record.Length < RecordHeader.Bytes)
            {
                break;
            }

            int stored = BitConverter.ToInt32(record[12..]);
            if (stored >= 0 && stored <= record.Length - RecordHeader.Bytes)
            {
                BitConverter.TryWriteBytes(record[8..], Crc32C.Of(record.Slice(RecordHeader.Bytes, stored)));
            }

            BitConverter.TryWriteBytes(record[4..], Crc32C.Of(record[8..RecordHeader.Bytes]));
            int next = mended.AsSpan(from + at + 4).IndexOf("HPr1"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }

        return mended;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int Read, int Broken) ReadAll(SegmentLog log, byte[] segment, List<(RecordHeader Header, long At)> good)
    {
        int read = 0;
        int broken = 0;
        while (log.TryPeek(out RecordHeader header, out RecordPlace place))
        {
            if (read < good.Count)
            {
                Invariant.Holds(place.Offset == good[read].At && header == good[read].Header,
                    $"record {read}, whole, stands at {good[read].At}, but {place.Offset} comes");
            }

            log.Take(place);
            Invariant.Holds(header.StoredBytes <= segment.Length, "a record longer than its file");
            var body = new byte[header.StoredBytes];
            bool isSound = log.ReadBody(header, place, body);
            bool isWhole = Crc32C.Of(segment.AsSpan((int)place.Offset + RecordHeader.Bytes, header.StoredBytes)) == header.BodyChecksum;
            Invariant.Holds(isSound == isWhole, $"the record at {place.Offset} is {(isWhole ? "whole" : "broken")}");
            Invariant.Holds(read >= good.Count || isSound, "a record before the damage is lost");
            read++;
            broken += isSound ? 0 : 1;
        }

        Invariant.Holds(read >= good.Count, $"{read} of the {good.Count} records before the damage come");
        return (read, broken);
    }

    /// <summary>The records before the first damage, by a reader of its own.</summary>
    private static List<(RecordHeader Header, long At)> Good(byte[] segment)
    {
        var good = new List<(RecordHeader, long)>();
        ReadOnlySpan<byte> magic = [.. "HPseg"u8, 0, 0, 1];
        if (segment.Length < HeaderBytes || !segment.AsSpan().StartsWith(magic) || BitConverter.ToInt64(segment, 8) != Segment)
        {
            return good;
        }

        for (int at = HeaderBytes; RecordHeader.TryRead(segment.AsSpan(at), out RecordHeader header);)
        {
            long end = at + header.RecordBytes;
            if (end > segment.Length || header.Index != good.Count
                || Crc32C.Of(segment.AsSpan(at + RecordHeader.Bytes, header.StoredBytes)) != header.BodyChecksum)
            {
                break;
            }

            good.Add((header, at));
            at = (int)end;
        }

        return good;
    }

    private static bool IsOfAWriter(ReadOnlySpan<byte> segment)
    {
        int last = -1;
        long end = 0;
        for (int at = segment.IndexOf("HPr1"u8), next; at >= 0; at = next < 0 ? -1 : at + 1 + next)
        {
            if (RecordHeader.TryRead(segment[at..], out RecordHeader header))
            {
                if (header.Index <= last || at < end || at + header.RecordBytes > segment.Length)
                {
                    return false;
                }

                (last, end) = (header.Index, at + header.RecordBytes);
            }

            next = segment[(at + 1)..].IndexOf("HPr1"u8);
        }

        return true;
    }

    private static RecordPlace Append(SegmentLog log)
    {
        log.BeginGroup();
        var payload = new SegmentList();
        payload.Append(Extra);
        RecordPlace place = log.Append(new RecordHeader(0, 0, 0, 1, 1, 0, 0, 9, Signal.Logs, false), default, payload);
        log.CommitGroup();
        return place;
    }

    private byte[] Files(bool isCompressed, int done, params byte[][] payloads)
    {
        Clear();
        using (SegmentLog log = SegmentLog.Open(new SegmentLogOptions(_folder) { Compress = isCompressed }, static _ => { }))
        {
            log.BeginGroup();
            var places = new List<RecordPlace>();
            foreach (byte[] payload in payloads)
            {
                var segments = new SegmentList();
                segments.Append(payload);
                places.Add(log.Append(new RecordHeader(0, 0, 0, 1, 1, 0, 0, 7, Signal.Logs, false), "who"u8, segments));
            }

            log.CommitGroup();
            places.Take(done).ToList().ForEach(place => log.MarkDone(place));
            log.FlushDone();
        }

        byte[] doneFile = File.Exists(PathOf(".done")) ? File.ReadAllBytes(PathOf(".done")) : [];
        return [(byte)doneFile.Length, .. doneFile, .. File.ReadAllBytes(PathOf(".seg"))];
    }

    private string PathOf(string extension) => Path.Combine(_folder, $"{Segment:D20}{extension}");

    private void Write(string extension, byte[] bytes)
    {
        if (bytes.Length > 0 || extension == ".seg")
        {
            File.WriteAllBytes(PathOf(extension), bytes);
        }
    }

    private void Clear()
    {
        foreach (string file in Directory.GetFiles(_folder))
        {
            File.Delete(file);
        }
    }
}
