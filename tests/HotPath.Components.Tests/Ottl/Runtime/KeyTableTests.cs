using System.Text;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Tests.Ottl.Runtime;

public sealed class KeyTableTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(10_000)]
    public void Find_OfEveryKeyAndOfOthers_GivesTheFirstLivePlace(int count)
    {
        var map = new CountedMap(Enumerable.Range(0, count).SelectMany(i => new[] { $"key{i}", $"key{i}" }));
        map.RemoveAt(2);
        var table = new KeyTable();
        table.Open(map, 0);
        table.Find("key0"u8).ShouldBe(0);
        table.Find("key1"u8).ShouldBe(3);
        table.Find(Encoding.UTF8.GetBytes($"key{count - 1}")).ShouldBe((2 * count) - 2);
        table.Find("none"u8).ShouldBe(-1);
        table.Close();
    }

    /// <summary>Looking through the map for each would look at 50 million keys.</summary>
    [Fact]
    public void Put_OfTenThousandKeys_LooksAtFewKeysForEach()
    {
        const int Count = 10_000;
        var map = new CountedMap([]);
        var table = new KeyTable();
        table.Open(map, 0);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < Count; i++)
            {
                table.Put(Encoding.UTF8.GetBytes($"key{i}"), default);
            }
        }

        table.Close();
        map.Places.ShouldBe(Count);
        map.Looks.ShouldBeLessThan(20 * Count);
    }

    [Fact]
    public void Find_BehindAPlace_DoesNotSeeWhatLiesBefore()
    {
        var map = new CountedMap(["a", "b", "a"]);
        var table = new KeyTable();
        table.Open(map, 1);
        table.Find("a"u8).ShouldBe(2);
        table.Put("c"u8, default);
        table.Find("c"u8).ShouldBe(3);
        table.Close();
    }

    private sealed class CountedMap(IEnumerable<string> keys) : OttlMap
    {
        private readonly List<(byte[] Key, bool IsRemoved)> _pairs = [.. keys.Select(k => (Encoding.UTF8.GetBytes(k), false))];

        public int Looks { get; private set; }

        public override int Places => _pairs.Count;

        public override bool IsRemoved(int place) => _pairs[place].IsRemoved;

        public override ReadOnlySpan<byte> KeyAt(int place)
        {
            Looks++;
            return _pairs[place].Key;
        }

        public override WireValue ValueAt(int place) => default;

        public override int Find(ReadOnlySpan<byte> key) => throw new NotSupportedException("the table must not look through the map");

        public override void RemoveAt(int place) => _pairs[place] = (_pairs[place].Key, true);

        public override void ReplaceAt(int place, in WireValue value)
        {
        }

        public override void Add(ReadOnlySpan<byte> key, in WireValue value) => _pairs.Add((key.ToArray(), false));

        public override bool Commit(OttlContext context) => true;
    }
}
