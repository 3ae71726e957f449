using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Edits;

/// <summary>Rows only for the keys that somebody names, against rows for all attributes.</summary>
public class OverlayKeySetTests
{
    private const IndexDepth Everything = (IndexDepth)~0;
    private static readonly ConstantValue Value = ConstantValue.Text("a value");

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Materialise_EditsByNamedKeys_GivesWhatAllRowsGive(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            Check(signal, request.PlainBytes(), request.Seed);
            Check(signal, request.OddBytes(), request.Seed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Build_ByNamedKeys_HasNoRowsForTheRest()
    {
        using var rig = new EditRig(Signal.Traces, SampleRequests.Of(Signal.Traces, 50, seed: 3));
        string[] keys = [.. Keys(rig).Take(2).Order()];
        using var named = new EditRig(Signal.Traces, SampleRequests.Of(Signal.Traces, 50, seed: 3), Everything, 1 << 28, Set(keys));

        Keys(rig).Count.ShouldBe(10);
        Keys(named).Order().ShouldBe(keys);
    }

    [Fact]
    public void Of_MoreKeysThanASetHolds_IsEveryKey() =>
        AttributeKeySet.Of(Enumerable.Range(0, AttributeKeySet.MostKeys + 1).Select(i => new AttributeKey($"key {i}"))).ShouldBeNull();

    private static List<string> Keys(EditRig rig)
    {
        var keys = new List<string>();
        foreach (ref readonly AttributeRow row in rig.Overlay.AttributesOf(Owner.Item(0)))
        {
            keys.Add(Encoding.UTF8.GetString(row.Key));
        }

        return keys;
    }

    private static AttributeKeySet? Set(IEnumerable<string> keys) => AttributeKeySet.Of(keys.Select(key => new AttributeKey(key)));

    private static void Check(Signal signal, byte[] bytes, int seed)
    {
        var random = new Random(seed);
        using var all = new EditRig(signal, bytes);
        string[] there = all.Index.Items.Length == 0 ? [] : [.. Keys(all)];
        string[] names = [.. ((string[])["", "added", "a.key.of.sixty-four.bytes.or.more.to.be.put.with.all.that.are.as.long", .. there])
            .Where(_ => random.Next(2) == 0)];
        AttributeKey[] keys = [.. names.Select(name => new AttributeKey(name))];
        using var named = new EditRig(signal, bytes, Everything, 1 << 28, AttributeKeySet.Of(keys));
        for (int edit = 0; edit < 40 && keys.Length > 0 && all.Index.Items.Length > 0; edit++)
        {
            Owner item = Owner.Item(random.Next(all.Index.Items.Length));
            AttributeKey key = keys[random.Next(keys.Length)];
            int kind = random.Next(5);
            string read = Edit(all.Overlay, item, key, kind);
            Edit(named.Overlay, item, key, kind).ShouldBe(read);
        }

        named.Written().ShouldBe(all.Written());
    }

    private static string Edit(Overlay overlay, Owner item, AttributeKey key, int kind)
    {
        AttributeView view = overlay.AttributesOf(item);
        bool isThere = view.TryGet(key, out WireValue found);
        string read = $"{isThere} {found.Kind} {Convert.ToHexString(found.Content)}";
        switch (kind)
        {
            case 0:
                return read + view.Remove(key);
            case 1:
                return read + view.Update(key, Value.Value);
            case 2:
                return read + view.Insert(key, Value.Value);
            case 3:
                overlay.SetFixed64(item, OtlpTag.PointTime, 7);
                return read;
            default:
                view.Upsert(key, Value.Value);
                return read;
        }
    }
}
