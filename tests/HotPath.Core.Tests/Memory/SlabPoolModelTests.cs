using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using HotPath.Core.Memory;

namespace HotPath.Core.Tests.Memory;

/// <summary>Random rents, shares, slices, returns and trims against the plain statement of what must hold after each.</summary>
public sealed class SlabPoolModelTests
{
    private const int LimitBytes = 4 << 20;
    private const int IngressLimitBytes = 3 << 20;

    private enum Op
    {
        Rent,
        RentForEgress,
        Share,
        Return,
        ReturnAgain,
        Trim,
    }

    [Fact]
    public void AnySequence_OfOperations_KeepsChargesContentsAndLimits()
    {
        Gen<Op> op = Gen.Frequency(
            (8, Gen.Constant(Op.Rent)),
            (2, Gen.Constant(Op.RentForEgress)),
            (3, Gen.Constant(Op.Share)),
            (7, Gen.Constant(Op.Return)),
            (1, Gen.Constant(Op.ReturnAgain)),
            (1, Gen.Constant(Op.Trim)));
        Gen<int> size = Gen.Frequency(
            (4, Gen.Choose(0, SlabSizes.LargestSharing)),
            (4, Gen.Choose(SlabSizes.LargestSharing + 1, 300_000)),
            (1, Gen.Choose(300_000, 2_000_000)));
        Gen<(Op Op, int Size, int Pick)> step = op.SelectMany(o => size.SelectMany(s => Gen.Choose(0, 1 << 20).Select(p => (o, s, p))));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(200),
            Prop.ForAll(step.ListOf().ToArbitrary(), steps => Run([.. steps])));
    }

    private static void Run((Op Op, int Size, int Pick)[] steps)
    {
        var budget = new MemoryBudget(LimitBytes, IngressLimitBytes);
        using var pool = new SlabPool(budget, tracking: true);
        var model = new List<(Lease Lease, byte Fill)>();
        Lease returned = default;
        byte fill = 0;
        foreach ((Op op, int size, int pick) in steps)
        {
            switch (op)
            {
                case Op.Rent or Op.RentForEgress:
                    BudgetUse use = op == Op.Rent ? BudgetUse.Ingress : BudgetUse.Egress;
                    long before = budget.ChargedBytes;
                    if (pool.TryRent(size, use, out Lease lease))
                    {
                        lease.Writable.Fill(++fill);
                        model.Add((lease, fill));
                        bool isCharged = budget.ChargedBytes > before;
                        int limit = use == BudgetUse.Ingress && isCharged ? IngressLimitBytes : LimitBytes;
                        budget.ChargedBytes.ShouldBeLessThanOrEqualTo(limit);
                    }

                    break;
                case Op.Share when model.Count > 0:
                    (Lease shared, byte sameFill) = model[pick % model.Count];
                    model.Add((shared.Share().Slice(shared.Length / 2), sameFill));
                    break;
                case Op.Return when model.Count > 0:
                    (returned, byte expected) = model[pick % model.Count];
                    model.RemoveAt(pick % model.Count);
                    returned.Bytes.IndexOfAnyExcept(expected).ShouldBe(-1);
                    returned.Return();
                    break;
                case Op.ReturnAgain when returned.IsHeld:
                    Should.Throw<InvalidOperationException>(returned.Return);
                    break;
                case Op.Trim:
                    pool.Trim();
                    break;
            }

            CheckAgainst(model, pool);
        }

        foreach ((Lease lease, byte expected) in model)
        {
            lease.Bytes.IndexOfAnyExcept(expected).ShouldBe(-1);
            lease.Return();
        }

        budget.ChargedBytes.ShouldBe(0);
    }

    private static void CheckAgainst(List<(Lease Lease, byte Fill)> model, SlabPool pool)
    {
        // A zero-length Memory still names its slab.
        long charged = model.Select(static held => SlabOf(held.Lease)).Distinct().Sum(static slab => (long)slab.Capacity);
        pool.Budget.ChargedBytes.ShouldBe(charged);
        pool.OutstandingLeases.ShouldBe(model.Count);
        pool.MappedBytes.ShouldBe(charged + pool.RetainedBytes);
        pool.MappedBytes.ShouldBeLessThanOrEqualTo(LimitBytes);
    }

    private static Slab SlabOf(Lease lease)
    {
        MemoryMarshal.TryGetMemoryManager<byte, Slab>(lease.Memory, out Slab? slab).ShouldBeTrue();
        return slab!;
    }
}
