using HotPath.Core.Memory;
using HotPath.Testing;

namespace HotPath.Core.Tests.Memory;

/// <summary>Accounts: charged with what a request's slabs take, from the rent to the last return, however leases are shared.</summary>
public sealed class SlabAccountTests : IDisposable
{
    private const int Small = 1000;
    private const int Large = 100_000;

    private readonly FakeClock _clock = new();
    private readonly SlabPool _pool = new(new MemoryBudget(1 << 26, 1 << 26), tracking: true);

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(Small)]
    [InlineData(Large)]
    public void Rent_UntilTheLastReturn_IsOnTheAccount(int length)
    {
        SlabAccount account = Account();
        Lease lease = Rent(length, _pool.NoAccounts.With(account));
        long held = account.HeldBytes;
        held.ShouldBeInRange(Math.Max(1, length), (length * 5 / 4) + 4096);
        Lease second = lease.Share();

        lease.Return();
        account.HeldBytes.ShouldBe(held);
        second.Accounts.ShouldBe(_pool.NoAccounts.With(account));
        second.Return();
        account.HeldBytes.ShouldBe(0);
    }

    [Fact]
    public void SmallMessagesOfTwoTenants_InOneSlab_AreEachOnTheirOwnAccount()
    {
        SlabAccount one = Account();
        SlabAccount other = Account();
        Lease first = Rent(Small, _pool.NoAccounts.With(one));
        Lease nobodys = Rent(Small, null);
        Lease second = Rent(Small, _pool.NoAccounts.With(other));
        nobodys.Accounts.ShouldBeNull();

        first.Return();
        (one.HeldBytes, other.HeldBytes > 0).ShouldBe((0, true));
        nobodys.Return();
        second.Return();
        other.HeldBytes.ShouldBe(0);
    }

    [Fact]
    public void SlabThatServesAgain_ForNobody_IsOnNoAccount()
    {
        SlabAccount account = Account();
        Rent(Large, _pool.NoAccounts.With(account)).Return();

        Lease next = Rent(Large, null);

        next.Accounts.ShouldBeNull();
        account.HeldBytes.ShouldBe(0);
        next.Return();
    }

    [Fact]
    public void With_TheSameAccounts_IsTheSameObject()
    {
        SlabAccount tenant = Account();
        SlabAccount pipeline = Account();
        SlabAccounts both = _pool.NoAccounts.With(pipeline).With(tenant);

        both.ShouldBeSameAs(_pool.NoAccounts.With(pipeline).With(tenant));
        both.With(tenant).ShouldBeSameAs(both);
        both.All.ToArray().ShouldBe([pipeline, tenant]);
    }

    [Fact]
    public void Admits_BesidesWhatOthersHold_UpToTheLimitAndAnythingWhereNothingIsHeld()
    {
        SlabAccount account = Account(limit: 2 * Large);
        account.Admits(10 * Large).ShouldBeTrue("it could never come otherwise");
        Lease lease = Rent(Large, _pool.NoAccounts.With(account));

        account.Admits(2 * Large).ShouldBeFalse();
        account.Admits(2 * Large, ownBytes: lease.ChargedBytes).ShouldBeTrue();
        account.Admits(Large / 2).ShouldBeTrue();
        lease.Return();
    }

    [Fact]
    public void RetryAfter_FollowsTheAccountsOwnDrain()
    {
        SlabAccount account = Account(limit: Large);
        Lease lease = Rent(Large, _pool.NoAccounts.With(account));
        _clock.Advance(TimeSpan.FromSeconds(7));

        account.RetryAfter(Large).ShouldBe(TimeSpan.FromSeconds(7));
        lease.Return();
        account.RetryAfter(Large).ShouldBe(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void RetryAfter_OfARequestLargerThanTheLimit_IsUntilNothingIsHeld()
    {
        SlabAccount account = Account(limit: Large / 2);
        Lease[] leases = [.. Enumerable.Range(0, 4).Select(_ => Rent(Large, _pool.NoAccounts.With(account)))];
        leases[0].Return();
        _clock.Advance(TimeSpan.FromSeconds(1));

        account.RetryAfter(100 * Large).ShouldBe(TimeSpan.FromSeconds(3));
        leases[1..].ToList().ForEach(static lease => lease.Return());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomRentsSharesAndReturns_AccountsHoldWhatIsOutAndEndAtZero(int seed)
    {
        var random = new Random(seed);
        SlabAccount[] all = [.. Enumerable.Range(0, 5).Select(_ => Account())];
        var outs = new List<(Lease Lease, int Message)>();
        var messages = new List<(SlabAccount[] Payers, int Length, int Leases)>();
        for (int step = 0; step < 3000; step++)
        {
            int what = random.Next(3);
            if (what == 0 || outs.Count == 0)
            {
                SlabAccount[] payers = [.. all.Where(_ => random.Next(3) == 0)];
                SlabAccounts accounts = payers.Aggregate(_pool.NoAccounts, static (some, one) => some.With(one));
                int length = random.Next(2) == 0 ? random.Next(Small) : random.Next(Large);
                outs.Add((Rent(length, payers.Length == 0 ? null : accounts), messages.Count));
                messages.Add((payers, length, 1));
                continue;
            }

            int at = random.Next(outs.Count);
            (Lease lease, int message) = outs[at];
            messages[message] = messages[message] with { Leases = messages[message].Leases + (what == 1 ? 1 : -1) };
            if (what == 1)
            {
                outs.Add((lease.Share(), message));
            }
            else
            {
                lease.Return();
                outs.RemoveAt(at);
            }

            foreach (SlabAccount account in all)
            {
                long least = messages.Where(m => m.Leases > 0 && m.Payers.Contains(account)).Sum(static m => (long)m.Length);
                account.HeldBytes.ShouldBeGreaterThanOrEqualTo(least);
            }
        }

        outs.ForEach(static o => o.Lease.Return());
        all.ShouldAllBe(static account => account.HeldBytes == 0);
    }

    [Fact]
    public void ManyThreads_SharingAndReturning_LeaveNothingOnTheAccount()
    {
        using var pool = new SlabPool(new MemoryBudget(1 << 26, 1 << 26));
        SlabAccount account = Account();
        SlabAccounts accounts = pool.NoAccounts.With(account);
        Parallel.For(0, 4, thread =>
        {
            var random = new Random(thread);
            for (int i = 0; i < 5000; i++)
            {
                pool.TryRent(random.Next(40_000), BudgetUse.Ingress, accounts, out Lease lease).ShouldBeTrue();
                Lease second = lease.Share();
                lease.Return();
                second.Return();
            }
        });

        account.HeldBytes.ShouldBe(0);
    }

    [Fact]
    public void RentAndReturn_OnAKnownAccount_AllocatesNothing()
    {
        using var pool = new SlabPool(new MemoryBudget(1 << 26, 1 << 26));
        SlabAccount account = Account();
        void Once(int length)
        {
            pool.TryRent(length, BudgetUse.Ingress, pool.NoAccounts.With(account), out Lease lease);
            lease.Share().Return();
            lease.Return();
        }

        Allocations.Of(1000, () =>
        {
            Once(Small);
            Once(Large);
        }).ShouldBe(0);
    }

    private SlabAccount Account(long limit = long.MaxValue) => new("test", "test", () => limit, _clock);

    private Lease Rent(int length, SlabAccounts? accounts)
    {
        _pool.TryRent(length, BudgetUse.Ingress, accounts, out Lease lease).ShouldBeTrue();
        return lease;
    }
}
