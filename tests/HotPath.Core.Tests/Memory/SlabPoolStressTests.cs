using HotPath.Core.Memory;

namespace HotPath.Core.Tests.Memory;

/// <summary>Threads that rent, write, share, hand over and return: nobody's bytes change under them, and everything comes back.</summary>
public sealed class SlabPoolStressTests
{
    private const int Threads = 4;
    private const int LimitBytes = 24 << 20;

    [Theory]
    [InlineData(false, 20_000)]
    [InlineData(true, 1500)]
    public async Task ManyThreads_RentingAndReturningEachOthersLeases_KeepBytesChargesAndTheLimit(bool tracking, int rentsPerThread)
    {
        var budget = new MemoryBudget(LimitBytes, LimitBytes);
        using var pool = new SlabPool(budget, tracking);

        // A lease put on the table is returned by whichever thread displaces it: most are returned by another thread than rented them.
        var table = new Held?[32];
        await Task.WhenAll(Enumerable.Range(1, Threads).Select(
            thread => Task.Run(() => Work(pool, table, new Random(thread), rentsPerThread))));
        foreach (Held? held in table)
        {
            held?.CheckAndReturn();
        }

        pool.OutstandingLeases.ShouldBe(0);
        budget.ChargedBytes.ShouldBe(0);
        pool.MappedBytes.ShouldBe(pool.RetainedBytes);
        pool.Trim();
        pool.Trim();
        pool.MappedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task ManyThreads_SharingOneLease_ReturnTheSlabExactlyOnce()
    {
        using var pool = new SlabPool(new MemoryBudget(1 << 20, 1 << 20));
        for (int round = 0; round < 200; round++)
        {
            pool.TryRent(100_000, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
            Lease[] shares = [.. Enumerable.Range(0, Threads).Select(_ => lease.Share())];
            lease.Return();
            await Task.WhenAll(shares.Select(static share => Task.Run(() =>
            {
                for (int i = 0; i < 20; i++)
                {
                    share.Share().Return();
                }

                share.Return();
            })));

            pool.Budget.ChargedBytes.ShouldBe(0);
        }

        pool.MappedBytes.ShouldBe(112 * 1024);
    }

    private static void Work(SlabPool pool, Held?[] table, Random random, int rents)
    {
        for (int i = 0; i < rents; i++)
        {
            int length = random.Next(4) switch
            {
                0 => random.Next(SlabSizes.LargestSharing),
                1 => random.Next(1000),
                2 => random.Next(200_000),
                _ => random.Next(1_500_000),
            };
            if (!pool.TryRent(length, BudgetUse.Ingress, out Lease lease))
            {
                Interlocked.Exchange(ref table[random.Next(table.Length)], null)?.CheckAndReturn();
                continue;
            }

            pool.MappedBytes.ShouldBeInRange(length, LimitBytes);
            var held = new Held(lease, (byte)random.Next(256));
            if (random.Next(3) == 0)
            {
                Interlocked.Exchange(ref table[random.Next(table.Length)], held.Share())?.CheckAndReturn();
            }

            Interlocked.Exchange(ref table[random.Next(table.Length)], held)?.CheckAndReturn();
            if (i % 1000 == 0)
            {
                pool.Trim();
            }
        }
    }

    /// <summary>A lease with a mark at both ends, where neighbours in a shared slab would meet it.</summary>
    private sealed class Held
    {
        private readonly Lease _lease;
        private readonly byte _mark;

        public Held(Lease lease, byte mark)
        {
            _lease = lease;
            _mark = mark;
            Ends(lease.Writable, out Span<byte> first, out Span<byte> last);
            first.Fill(mark);
            last.Fill(mark);
        }

        public Held Share() => new(_lease.Share(), _mark);

        public void CheckAndReturn()
        {
            Ends(_lease.Writable, out Span<byte> first, out Span<byte> last);
            first.IndexOfAnyExcept(_mark).ShouldBe(-1);
            last.IndexOfAnyExcept(_mark).ShouldBe(-1);
            _lease.Return();
        }

        private static void Ends(Span<byte> bytes, out Span<byte> first, out Span<byte> last)
        {
            int length = Math.Min(64, bytes.Length);
            first = bytes[..length];
            last = bytes[^length..];
        }
    }
}
