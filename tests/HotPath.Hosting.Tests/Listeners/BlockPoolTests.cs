using System.Buffers;
using HotPath.Hosting.Listeners;
using HotPath.Testing;

namespace HotPath.Hosting.Tests.Listeners;

public sealed class BlockPoolTests
{
    private const int BlockBytes = 64 * 1024;

    [Fact]
    public void Rent_OfAnySizeUpToABlock_GivesAWholeBlock()
    {
        using var pool = new BlockPool(BlockBytes, _ => { });

        foreach (int size in (int[])[-1, 0, 1, 4096, BlockBytes])
        {
            using IMemoryOwner<byte> block = pool.Rent(size);
            block.Memory.Length.ShouldBe(BlockBytes);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => pool.Rent(BlockBytes + 1));
        pool.Bytes.ShouldBe(BlockBytes);
    }

    [Fact]
    public void Rent_GivesTheLastOneReturned()
    {
        using var pool = new BlockPool(BlockBytes, _ => { });
        IMemoryOwner<byte> first = pool.Rent();
        IMemoryOwner<byte> second = pool.Rent();
        second.Dispose();
        first.Dispose();

        pool.Rent().ShouldBeSameAs(first);
        pool.UsedBytes.ShouldBe(BlockBytes);
        pool.Bytes.ShouldBe(2 * BlockBytes);
    }

    [Fact]
    public void Trim_AfterAPeak_LetsGoOfWhatTheLastIntervalDidNotNeed()
    {
        using var pool = new BlockPool(BlockBytes, _ => { });
        RentAndReturn(pool, 10);
        pool.Trim();
        pool.Bytes.ShouldBe(10 * BlockBytes);

        RentAndReturn(pool, 3);
        pool.Trim();
        pool.Bytes.ShouldBe(3 * BlockBytes);

        pool.Trim();
        pool.Bytes.ShouldBe(0);
    }

    [Fact]
    public void Return_AfterDispose_LetsTheBlockGo()
    {
        bool told = false;
        var pool = new BlockPool(BlockBytes, _ => told = true);
        IMemoryOwner<byte> block = pool.Rent();

        pool.Dispose();
        block.Dispose();

        told.ShouldBeTrue();
        pool.Bytes.ShouldBe(0);
        Should.Throw<ObjectDisposedException>(() => pool.Rent());
    }

    [Fact]
    public void Factory_CountsAndTrimsAllItsPools()
    {
        var clock = new FakeClock();
        using var factory = new BlockPoolFactory(BlockBytes, clock);
        using MemoryPool<byte> one = factory.Create();
        using (MemoryPool<byte> two = factory.Create())
        {
            RentAndReturn(one, 2);
            RentAndReturn(two, 3);
            factory.Bytes.ShouldBe(5 * BlockBytes);
        }

        factory.Bytes.ShouldBe(2 * BlockBytes);
        clock.Advance(2 * BlockPoolFactory.TrimInterval);
        factory.Bytes.ShouldBe(0);
    }

    private static void RentAndReturn(MemoryPool<byte> pool, int count)
    {
        IMemoryOwner<byte>[] blocks = [.. Enumerable.Range(0, count).Select(_ => pool.Rent())];
        Array.ForEach(blocks, block => block.Dispose());
    }
}
