using FsCheck;
using FsCheck.Fluent;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Edits;

/// <summary>
/// A sampler's look at spans against reading them field by field, over spans of any form, edited and dropped ones among them. Run again at
/// narrower widths by <c>VectorWidthTests</c>.
/// </summary>
public class OverlayGlanceTests
{
    private const uint Basis = 17;

    [Fact]
    public void Glance_AtAnySpans_TellsWhatReadingThemTells() =>
        Prop.ForAll(OtlpArbitrary.Of(Signal.Traces), request =>
        {
            foreach (IndexDepth depth in (IndexDepth[])[IndexDepth.Items, IndexDepth.ItemAttributes, (IndexDepth)~0])
            {
                Check(request.PlainBytes(), depth, request.Seed);
                Check(request.OddBytes(), depth, request.Seed);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Glance_AtManySpans_GoesOnWhereItEnded()
    {
        using var rig = new EditRig(Signal.Traces, SampleRequests.Of(Signal.Traces, 100, seed: 2), IndexDepth.Items);
        rig.Overlay.DropItems(10, 30);

        List<int> seen = [.. Glances(rig, new AttributeKey("no.such.key")).Select(glance => glance.Item)];

        seen.ShouldBe([.. Enumerable.Range(0, 10), .. Enumerable.Range(40, 60)]);
    }

    /// <summary>Of spans that begin with an id and of which one holds what is written, the last id and trace state count.</summary>
    [Theory]
    [InlineData("2A 01 61")] // a name
    [InlineData("0A 10 000102030405060708090A0B0C0D0E0F")] // another trace id
    [InlineData("0A 00")] // none
    [InlineData("8A 00 10 000102030405060708090A0B0C0D0E0F")] // another, its tag longer than need be
    [InlineData("1A 03 613D31")] // a trace state
    [InlineData("6A 12 0A 10 000102030405060708090A0B0C0D0E0F")] // a link with a trace id
    [InlineData("6A 05 1A 03 613D31")] // a link with a trace state
    public void Glance_WhereOneSpanEndsOddly_TellsWhatReadingThemTells(string end)
    {
        byte[] id = Wire.Requests.Field(1, [.. Enumerable.Range(1, 16).Select(i => (byte)i)]);
        byte[] odd = Convert.FromHexString(end.Replace(" ", "", StringComparison.Ordinal));
        foreach (byte[][] spans in (byte[][][])[[id, [.. id, .. odd], id], [id, odd, id], [odd, id, id], [odd], [id, [], [.. id, .. odd]]])
        {
            byte[] request = Wire.Requests.Field(1, Wire.Requests.Field(2, [.. spans.SelectMany(span => Wire.Requests.Field(2, span))]));
            using var rig = new EditRig(Signal.Traces, request, IndexDepth.Items);

            List<(int Item, string Told)> seen = Glances(rig, new AttributeKey("no.such.key"));

            seen.Select(glance => glance.Item).ShouldBe(Enumerable.Range(0, spans.Length));
            seen.ShouldAllBe(glance => glance.Told.StartsWith(Read(rig.Overlay, glance.Item), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Metrics)]
    public void DropItems_OfARange_IsDroppingThemOneByOne(Signal signal)
    {
        byte[] bytes = SampleRequests.Of(signal, 60, seed: 4);
        using var one = new EditRig(signal, bytes, IndexDepth.Items);
        using var range = new EditRig(signal, bytes, IndexDepth.Items);
        int count = one.Index.Items.Length - 7;
        one.Overlay.Drop(Owner.Item(9));
        range.Overlay.Drop(Owner.Item(9));
        for (int item = 3; item < 3 + count; item++)
        {
            one.Overlay.Drop(Owner.Item(item));
        }

        range.Overlay.DropItems(3, count);

        range.Overlay.DroppedItems.ShouldBe(one.Overlay.DroppedItems);
        range.Written().ShouldBe(one.Written());
    }

    private static void Check(byte[] bytes, IndexDepth depth, int seed)
    {
        var random = new Random(seed);
        using var rig = new EditRig(Signal.Traces, bytes, depth);
        using var all = new EditRig(Signal.Traces, bytes);
        if (rig.Index.Items.IsEmpty)
        {
            return;
        }

        AttributeKey key = KeyOf(all, random);
        for (int edit = random.Next(4); edit > 0; edit--)
        {
            var item = Owner.Item(random.Next(rig.Index.Items.Length));
            if (random.Next(2) == 0)
            {
                rig.Overlay.Drop(item);
            }
            else if (!rig.Overlay.IsDropped(item))
            {
                rig.Overlay.SetField(item, OtlpTag.SpanTraceState, "edited=1"u8);
            }
        }

        List<(int Item, string Told)> seen = Glances(rig, key);
        int next = 0;
        for (int item = 0; item < rig.Index.Items.Length; item++)
        {
            if (!rig.Overlay.IsItemDropped(item))
            {
                seen[next].Item.ShouldBe(item);
                seen[next++].Told.ShouldStartWith(Read(rig.Overlay, item));
                bool isThere = all.Overlay.AttributesOf(Owner.Item(item)).Contains(key);
                (seen[next - 1].Told.EndsWith(" may", StringComparison.Ordinal) || !isThere).ShouldBeTrue();
            }
        }

        seen.Count.ShouldBe(next);
    }

    /// <summary>A key that some span has, if it can be searched for.</summary>
    private static AttributeKey KeyOf(EditRig rig, Random random)
    {
        foreach (ref readonly AttributeRow row in rig.Overlay.AttributesOf(Owner.Item(random.Next(rig.Index.Items.Length))))
        {
            if (row.Key.Length >= 2)
            {
                return new AttributeKey(System.Text.Encoding.UTF8.GetString(row.Key));
            }
        }

        return new AttributeKey("sampling.priority");
    }

    private static List<(int Item, string Told)> Glances(EditRig rig, AttributeKey key)
    {
        var seen = new List<(int, string)>();
        var search = new KeySearch(key);
        var spans = default(SpanGlances);
        uint[] hashes = new uint[SpanGlances.Most];
        for (int next = 0; next < rig.Index.Items.Length;)
        {
            next = rig.Overlay.Glance(next, search, ref spans);
            spans.HashTraceIds(Basis, hashes);
            for (int lane = 0; lane < spans.Count; lane++)
            {
                string id = spans.HasTraceId(lane) ? $"{spans.TraceIdLow(lane):x} {hashes[lane]}" : "no id";
                string state = spans.HasTraceState(lane) ? Convert.ToHexString(spans.TraceState(lane).Bytes) : "no state";
                spans.HasIdOnly(lane).ShouldBe(spans.HasTraceId(lane) && !spans.HasTraceState(lane) && !spans.MayHave(lane));
                seen.Add((spans.Item(lane), $"{id} {state}{(spans.MayHave(lane) ? " may" : " not")}"));
            }
        }

        return seen;
    }

    private static string Read(Overlay overlay, int item)
    {
        ReadOnlySpan<byte> id = overlay.GetField(Owner.Item(item), OtlpTag.SpanTraceId).Bytes;
        bool hasId = id.Length == 16 && id.ContainsAnyExcept((byte)0);
        uint hash = Basis;
        foreach (byte piece in id)
        {
            hash = (hash ^ piece) * 16777619;
        }

        string told = hasId ? $"{System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(id[8..]):x} {hash}" : "no id";
        bool hasState = overlay.TryGetField(Owner.Item(item), OtlpTag.SpanTraceState, out WireField state);
        return $"{told} {(hasState ? Convert.ToHexString(state.Bytes) : "no state")} ";
    }
}
