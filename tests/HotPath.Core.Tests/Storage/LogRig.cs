using HotPath.Core.Compression;
using HotPath.Core.Hashing;
using HotPath.Core.Storage;
using HotPath.Core.Wire;
using HotPath.Testing;

namespace HotPath.Core.Tests.Storage;

/// <summary>A directory with a segment log in it, which can be closed, damaged and opened again.</summary>
internal sealed class LogRig : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LogRig(bool compress = true, long segmentBytes = SegmentLogOptions.DefaultSegmentBytes) =>
        Options = new SegmentLogOptions(_folder.Path)
        {
            Compress = compress,
            SegmentBytes = segmentBytes,
            OnDamage = damage => (damage.Reason == SegmentDamage.TornEnd ? Torn : Damage).Add(damage),
            OnLost = (owner, lost, isUnreadable) => Lost.Add((owner, lost, isUnreadable)),
            BeforeIo = (io, path, offset) => Disk?.Invoke(io, path, offset),
        };

    public SegmentLogOptions Options { get; set; }

    /// <summary>All damage but torn ends.</summary>
    public List<SegmentDamage> Damage { get; } = [];

    /// <summary>Ends that were cut off.</summary>
    public List<SegmentDamage> Torn { get; } = [];

    public List<(uint Owner, RecordTotals What, bool IsUnreadable)> Lost { get; } = [];

    /// <summary>What the disk does before each access: throws, or nothing.</summary>
    public Action<SegmentIo, string, long>? Disk { get; set; }

    public List<RecordHeader> Found { get; } = [];

    public SegmentLog Log { get; private set; } = null!;

    public string[] Segments => [.. Directory.EnumerateFiles(_folder.Path, "*.seg").Order()];

    public string[] Files => [.. Directory.EnumerateFiles(_folder.Path).Select(static path => Path.GetFileName(path)).Order()];

    public LogRig Open()
    {
        Log?.Dispose();
        Found.Clear();
        Damage.Clear();
        Torn.Clear();
        Log = SegmentLog.Open(Options, Found.Add);
        return this;
    }

    /// <summary>Writes records as one group.</summary>
    public RecordPlace[] Write(params IEnumerable<byte[]> payloads)
    {
        Log.BeginGroup();
        RecordPlace[] places = [.. payloads.Select(Append)];
        Log.CommitGroup();
        return places;
    }

    public RecordPlace Append(byte[] payload)
    {
        var segments = new SegmentList();
        segments.Append(payload.AsMemory(0, payload.Length / 2));
        segments.Append(payload.AsMemory(payload.Length / 2));
        return Log.Append(new RecordHeader(0, 0, 0, payload.Length, 1, 0, 0, 7, Signal.Logs, false), "who"u8, segments);
    }

    /// <summary>Takes the next record; null if there is none, empty if it can't be read.</summary>
    public byte[]? Take(out RecordPlace place)
    {
        if (!Log.TryPeek(out RecordHeader header, out place))
        {
            return null;
        }

        Log.Take(place);
        var body = new byte[header.StoredBytes];
        if (!Log.ReadBody(header, place, body))
        {
            return [];
        }

        header.Owner.ShouldBe(7u);
        header.Signal.ShouldBe(Signal.Logs);
        body.AsSpan(0, header.ContextBytes).SequenceEqual("who"u8).ShouldBeTrue();
        return Unpack(header, body.AsMemory(header.ContextBytes));
    }

    /// <summary>Takes all that is left, and says what should be.</summary>
    public void ShouldHold(IEnumerable<byte[]> expected, string? because = null)
    {
        var all = new List<byte[]>();
        while (Take(out _) is { } payload)
        {
            all.Add(payload);
        }

        all.Select(Print).ShouldBe(expected.Select(Print), because);
    }

    /// <summary>Bytes that do not compress, the same for the same length.</summary>
    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A payload in a few characters.</summary>
    public static string Print(byte[] payload) => $"{payload.Length}:{Crc32C.Of(payload):x8}";

    public void Dispose()
    {
        Log?.Dispose();
        _folder.Dispose();
    }

    private static byte[] Unpack(in RecordHeader header, ReadOnlyMemory<byte> payload)
    {
        if (!header.IsCompressed)
        {
            return payload.ToArray();
        }

        var raw = new byte[header.RawBytes];
        using MessageDecoder decoder = Codec.Lz4Fast.OpenDecoder();
        decoder.Begin(payload);
        int filled = 0;
        decoder.Decode(raw, ref filled).ShouldBe(DecodeStatus.Done);
        filled.ShouldBe(raw.Length);
        return raw;
    }
}
