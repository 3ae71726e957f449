using System.Text;
using HotPath.Core.Http2.Hpack;
using HotPath.Fuzz.Running;
using HotPath.Testing.Http2;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// Header blocks, one after the other on one connection: judged as nghttp2 judges them, where that is installed; the table stays bounded;
/// the
/// fields that came out are themselves again after our encoder.
/// <code>
///   length (1 B) │ block │ length │ block │ …
/// </code>
/// </summary>
internal sealed class HpackTarget : IFuzzTarget
{
    private const int TableBytes = 4096;
    private const int MostList = 8192;

    private readonly bool _hasOther = Nghttp2Hpack.Missing is null;

    public string Name => "hpack";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [.. Block(RawBlock.ForExport())],
        [.. Block(RawBlock.Of(RawBlock.Export, HpackIndexing.Incremental)), .. Block([0xBE, 0xBF, 0xC0])],
        [.. Block(RawBlock.Of([("x-secret", "é\u0001")], HpackIndexing.Never)), .. Block([0x20]), .. Block([0x3F, 0xE1, 0x1F, 0x82])],
        [.. Block(Convert.FromHexString("828684418CF1E3C2E5F23A6BA0AB90F4FF")),
        .. Block(Convert.FromHexString("828684BE5886A8EB10649CBF"))],
    ];

    public IReadOnlyList<byte[]> Tokens { get; } =
        [[0x82], [0xBE], [0x40], [0x00], [0x10], [0x20], [0x3F, 0xE1, 0x1F], [0x7F, 0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x81, 0xFF]];

    public int Run(ReadOnlySpan<byte> input)
    {
        using Nghttp2Hpack? other = _hasOther ? new Nghttp2Hpack() : null;
        var decoder = new HpackDecoder(TableBytes, MostList);
        var encoder = new HpackEncoder(512);
        var second = new HpackDecoder(TableBytes, MostList * 4);
        int end = 0;
        while (input.Length > 1)
        {
            int length = Math.Min(input[0], input.Length - 1);
            ReadOnlySpan<byte> block = input.Slice(1, length);
            input = input[(1 + length)..];
            var list = new HeaderList();
            HpackStatus status = decoder.Decode(block, ref list);
            end = FuzzTexts.Mix(end, (int)status, list.Fields.Count, FuzzTexts.Magnitude(decoder.TableBytes));
            Invariant.Holds(decoder.TableBytes <= TableBytes, $"the table holds {decoder.TableBytes} bytes");
            if (other is not null && !Agrees(other, block, status, list))
            {
                return end;
            }

            if (status is not HpackStatus.Ok)
            {
                return end;
            }

            RoundTrip(encoder, second, list);
        }

        return end;
    }

    public void Dispose()
    {
    }

    /// <summary>False if the two have come apart by design, so that later blocks can't be compared.</summary>
    private static bool Agrees(Nghttp2Hpack other, ReadOnlySpan<byte> block, HpackStatus status, HeaderList list)
    {
        // nghttp2 takes integers that are small but long, and has no bound on the whole list; it has one of 64 KiB on a field.
        if (status is HpackStatus.IntegerOverflow or HpackStatus.HeaderListTooLarge)
        {
            return false;
        }

        List<(string, string)>? theirs = other.Decode(block);
        Invariant.Holds((status == HpackStatus.Ok) == (theirs is not null),
            $"{status}, but nghttp2 {(theirs is null ? "refuses it" : "takes it")}");
        Invariant.Holds(theirs is null || theirs.SequenceEqual(list.Fields), "other fields than nghttp2's");
        return status == HpackStatus.Ok;
    }

    private static void RoundTrip(HpackEncoder encoder, HpackDecoder second, HeaderList list)
    {
        var block = new byte[64 * 1024];
        Invariant.Holds(encoder.TryBegin(block, out int length), "no room to begin");
        foreach ((string name, string value) in list.Fields)
        {
            bool isWritten = encoder.TryWrite(
                block.AsSpan(length), Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value), HpackIndexing.Incremental,
                    out int written);
            if (!isWritten)
            {
                return;
            }

            length += written;
        }

        var again = new HeaderList();
        Invariant.Holds(second.Decode(block.AsSpan(0, length), ref again) == HpackStatus.Ok, "what our encoder wrote is not read");
        Invariant.Holds(again.Fields.SequenceEqual(list.Fields), "other fields after our encoder");
    }

    private static byte[] Block(byte[] block) => [(byte)block.Length, .. block];
}
