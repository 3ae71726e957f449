using HotPath.Core.Index;
using HotPath.Core.Tests.Edits;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Index;

/// <summary>
/// Where nothing but items' places is asked, they are found by a loop of their own. The pass that looks into them is the measure.
/// </summary>
public class ItemPlacesTests
{
    private const int Requests = 200;

    /// <summary>A field 14 of a length: unknown in a scope block, a span and a log record alike.</summary>
    private const byte UnknownTag = 0x72;

    // About the borders between lengths of one, two and three bytes, and between.
    private static readonly int[] Lengths = [0, 1, 122, 123, 124, 125, 126, 127, 128, 300, 16_378, 16_379, 16_380, 16_381, 16_382, 20_000];

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    public void Build_ForPlacesOnly_FindsTheItemsOfAFullIndex(Signal signal)
    {
        var random = new Random(20_261_122);
        for (int i = 0; i < Requests; i++)
        {
            byte[] request = Request(random);

            using var places = new EditRig(signal, request, IndexDepth.Items);
            using var full = new EditRig(signal, request, IndexDepth.Items | IndexDepth.ItemFields);

            Places(places).ShouldBe(Places(full), $"request {i}");
            places.Index.Scopes.Length.ShouldBe(full.Index.Scopes.Length);
        }
    }

    [Fact]
    public void Build_WithACountOfItems_TakesRoomForThemOnce()
    {
        byte[] request = SampleRequests.Traces(spans: 512, seed: 1);
        using var counted = new EditRig(Signal.Traces, request, IndexDepth.Items, items: 512);
        using var grown = new EditRig(Signal.Traces, request, IndexDepth.Items);

        counted.Slabs.Budget.ChargedBytes.ShouldBeLessThan(grown.Slabs.Budget.ChargedBytes);
        Places(counted).ShouldBe(Places(grown));
    }

    private static List<(int FieldStart, int BodyStart, int End, int Parent)> Places(EditRig rig)
    {
        var places = new List<(int, int, int, int)>();
        foreach (ref readonly ItemRow row in rig.Index.Items)
        {
            places.Add((row.FieldStart, row.BodyStart, row.End, row.Parent));
        }

        return places;
    }

    /// <summary>Spans, or log records, with one unknown field.</summary>
    private static byte[] Request(Random random)
    {
        byte[] scopes = [.. Some(random, 3).SelectMany(_ => Message(0x12, Scope(random)))];
        return [.. Some(random, 2).SelectMany(_ => Message(0x0A, scopes))];
    }

    private static byte[] Scope(Random random) =>
    [
        .. Some(random, 12).SelectMany(_ => random.Next(8) switch
        {
            0 => Message(UnknownTag, new byte[random.Next(200)]),
            1 => Message(0x0A, []),
            _ => Message(0x12, Item(Lengths[random.Next(Lengths.Length)])),
        }),
    ];

    private static byte[] Item(int length) => length == 0 ? [] : Message(UnknownTag, new byte[length]);

    private static IEnumerable<int> Some(Random random, int most) => Enumerable.Range(0, random.Next(most + 1));

    private static byte[] Message(byte tag, byte[] content)
    {
        var bytes = new List<byte> { tag };
        uint length = (uint)content.Length;
        for (; length >= 0x80; length >>= 7)
        {
            bytes.Add((byte)(length | 0x80));
        }

        bytes.Add((byte)length);
        bytes.AddRange(content);
        return [.. bytes];
    }
}
