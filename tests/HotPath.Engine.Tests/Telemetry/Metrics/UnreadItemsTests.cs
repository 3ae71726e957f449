using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Tests.Telemetry.Metrics;

public sealed class UnreadItemsTests
{
    private readonly ReceiverLedger _ledger = new("otlp", "traces", "grpc");

    [Fact]
    public void Read_RefusedUnread_IsBytesByTheMeanItem()
    {
        var unread = new UnreadItems(_ledger, UnreadItems.Reasons);
        _ledger.CountAccepted(items: 10, bytes: 2000);
        _ledger.CountRefused(RefuseReason.Memory, 1000);

        unread.Read().ShouldBe(5);
        unread.Read().ShouldBe(5);
    }

    [Fact]
    public void Read_AfterTheMeanMoved_NeverFalls()
    {
        var unread = new UnreadItems(_ledger, UnreadItems.Reasons);
        _ledger.CountAccepted(items: 10, bytes: 1000);
        _ledger.CountRefused(RefuseReason.Memory, 1000);
        unread.Read().ShouldBe(10);

        _ledger.CountAccepted(items: 1, bytes: 1_000_000);

        unread.Read().ShouldBe(10);
    }

    [Fact]
    public void Read_BeforeAnythingWasAccepted_TakesTheFirstMean()
    {
        var unread = new UnreadItems(_ledger, UnreadItems.Reasons);
        _ledger.CountRefused(RefuseReason.TooLarge, 5120);

        unread.Read().ShouldBe(10);
    }

    [Fact]
    public void Read_GarbageAndCountedRequests_AreNotEstimated()
    {
        var unread = new UnreadItems(_ledger, UnreadItems.Reasons);
        _ledger.CountRefused(RefuseReason.Malformed, 100_000);
        _ledger.CountRefused(RefuseReason.Late, 100_000, items: 7);
        _ledger.CountRefused(RefuseReason.Aborted, 100_000);

        unread.Read().ShouldBe(0);
    }
}
