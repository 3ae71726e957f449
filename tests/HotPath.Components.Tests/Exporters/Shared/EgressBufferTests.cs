using HotPath.Components.Exporters.Shared;
using HotPath.Core.Memory;

namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary>Room for compressed bytes, within the budget.</summary>
public sealed class EgressBufferTests : IDisposable
{
    private readonly MemoryBudget _budget = new(1 << 20, 1 << 19);
    private readonly SlabPool _slabs;

    public EgressBufferTests() => _slabs = new SlabPool(_budget, tracking: true);

    public void Dispose() => _slabs.Dispose();

    private static byte[] Bytes(EgressBuffer buffer) => [.. Enumerable.Range(0, buffer.Count).SelectMany(i => buffer[i].ToArray())];

    [Theory]
    [InlineData(1, 100)]
    [InlineData(10, 7000)]
    [InlineData(3, 65_536)]
    [InlineData(1, 200_001)]
    public void Write_AnySizes_AreKeptInOrder(int writes, int size)
    {
        using var buffer = new EgressBuffer(_slabs);
        var random = new Random(1);
        var all = new List<byte>();
        for (int i = 0; i < writes; i++)
        {
            var piece = new byte[size];
            random.NextBytes(piece);
            buffer.Write(piece);
            all.AddRange(piece);
        }

        Bytes(buffer).ShouldBe([.. all]);
        buffer.Length.ShouldBe(all.Count);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(4096, 1)]
    [InlineData(4096, 3000)]
    [InlineData(100_000, 70_000)]
    public void GetSpan_PiecesOfAnySize_AreKeptInOrder(int asked, int used)
    {
        using var buffer = new EgressBuffer(_slabs);
        var all = new List<byte>();
        for (int i = 0; i < 7; i++)
        {
            Span<byte> room = buffer.GetSpan(asked);
            room.Length.ShouldBeGreaterThanOrEqualTo(asked);
            room[..used].Fill((byte)i);
            buffer.Advance(used);
            all.AddRange(Enumerable.Repeat((byte)i, used));
        }

        Bytes(buffer).ShouldBe([.. all]);
        buffer.Length.ShouldBe(all.Count);
    }

    [Fact]
    public void GetSpan_BudgetIsExhausted_GivesRoomThatNobodyReads()
    {
        using var buffer = new EgressBuffer(_slabs);
        buffer.GetSpan(2 << 20).Length.ShouldBeGreaterThanOrEqualTo(2 << 20);
        buffer.Advance(2 << 20);
        (buffer.IsRefused, buffer.Length, buffer.Count).ShouldBe((true, 0, 0));
    }

    [Fact]
    public void Expect_ShortMessage_TakesLittle()
    {
        using var buffer = new EgressBuffer(_slabs);
        buffer.Expect(2000);
        buffer.Write(new byte[1500]);
        _slabs.OutstandingLeases.ShouldBe(1);
        buffer[0].Length.ShouldBe(1500);
    }

    [Fact]
    public void Write_BudgetIsExhausted_IsRefusedAndGivesAllBackWhenCleared()
    {
        using var buffer = new EgressBuffer(_slabs);
        for (int i = 0; i < 40; i++)
        {
            buffer.Write(new byte[EgressBuffer.ChunkBytes]);
        }

        buffer.IsRefused.ShouldBeTrue();
        buffer.Clear();
        (_budget.ChargedBytes, buffer.Length, buffer.IsRefused).ShouldBe((0, 0, false));
        buffer.Write(new byte[10]);
        buffer.Length.ShouldBe(10);
    }

    [Fact]
    public void Write_AboveTheSoftLimit_UsesTheEgressReserve()
    {
        using var buffer = new EgressBuffer(_slabs);
        buffer.Write(new byte[(1 << 19) + 1]);
        buffer.IsRefused.ShouldBeFalse();
    }
}
