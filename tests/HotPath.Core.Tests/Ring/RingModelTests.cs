using FsCheck;
using FsCheck.Fluent;
using HotPath.Core.Ring;

namespace HotPath.Core.Tests.Ring;

/// <summary>Any sequence of operations on one thread, against a queue and a count of credits.</summary>
public sealed class RingModelTests
{
    private enum Op
    {
        Acquire,
        Release,
        Publish,
        Take,
    }

    [Fact]
    public void AnySequence_OfOperations_AnswersLikeAQueueWithCredits()
    {
        Gen<Op> op = Gen.Frequency(
            (4, Gen.Constant(Op.Acquire)),
            (1, Gen.Constant(Op.Release)),
            (3, Gen.Constant(Op.Publish)),
            (3, Gen.Constant(Op.Take)));
        Gen<(int Log2, Op[] Ops)> run = Gen.Choose(0, 4).SelectMany(log2 => op.ListOf().Select(ops => (log2, ops.ToArray())));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(300),
            Prop.ForAll(run.ToArbitrary(), static given => Run(1 << given.Log2, given.Ops)));
    }

    private static void Run(int capacity, Op[] ops)
    {
        var ring = new Ring<object>(capacity);
        var model = new Queue<object>();
        int promised = 0;
        foreach (Op op in ops)
        {
            switch (op)
            {
                case Op.Acquire:
                    bool hasRoom = promised + model.Count < capacity;
                    ring.TryAcquireCredit().ShouldBe(hasRoom);
                    promised += hasRoom ? 1 : 0;
                    break;
                case Op.Release when promised > 0:
                    ring.ReleaseCredit();
                    promised--;
                    break;
                case Op.Publish when promised > 0:
                    object item = new();
                    ring.Publish(item);
                    model.Enqueue(item);
                    promised--;
                    break;
                case Op.Take:
                    ring.TryTake(out object? taken).ShouldBe(model.TryDequeue(out object? expected));
                    taken.ShouldBeSameAs(expected);
                    break;
            }

            ring.Count.ShouldBe(model.Count);
        }
    }
}
