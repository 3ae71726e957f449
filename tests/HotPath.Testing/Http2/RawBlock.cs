using System.Text;
using HotPath.Core;
using HotPath.Core.Http2.Hpack;
using HotPath.Testing.Grpc;
using Shouldly;

namespace HotPath.Testing.Http2;

/// <summary>Makes header blocks: those of an Export call, or any others. They use no dynamic table unless asked to.</summary>
public static class RawBlock
{
    /// <summary>The fields of an Export call of traces, correct unless a test bends them.</summary>
    public static IReadOnlyList<(string Name, string Value)> Export { get; } =
    [
        (":method", "POST"),
        (":scheme", "http"),
        (":path", GrpcMessages.Path(Signal.Traces)),
        (":authority", "gateway"),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
    ];

    /// <summary>The block of an Export call, with more fields behind its own.</summary>
    public static byte[] ForExport(params (string Name, string Value)[] more) => Of([.. Export, .. more]);

    /// <summary>The block of these fields.</summary>
    public static byte[] Of(IEnumerable<(string Name, string Value)> fields, HpackIndexing indexing = HpackIndexing.None)
    {
        using var block = new MemoryStream();
        foreach ((string name, string value) in fields)
        {
            byte[] nameBytes = Encoding.Latin1.GetBytes(name);
            byte[] valueBytes = Encoding.Latin1.GetBytes(value);
            byte[] room = new byte[HpackEncoder.MostBytes(nameBytes, valueBytes)];
            HpackEncoder.TryWriteLiteral(room, 0, nameBytes, valueBytes, indexing, out int written).ShouldBeTrue();
            block.Write(room, 0, written);
        }

        return block.ToArray();
    }
}
