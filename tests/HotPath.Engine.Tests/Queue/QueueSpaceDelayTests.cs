using HotPath.Engine.Queue;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Queue;

/// <summary>
/// A queue's answer to "when will there be room?": what is missing, in the sizer's units and in bytes, at the rate it drains.
/// </summary>
public sealed class QueueSpaceDelayTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void RetryAfter_WithRoom_IsTheShortest()
    {
        QueueSpace space = Space(QueueSizer.Items, size: 100, bytes: 1000);
        space.Take(space.RoomFor(items: 50, bytes: 500));

        space.RetryAfter(space.RoomFor(items: 50, bytes: 500)).ShouldBe(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void RetryAfter_OfAnEmptyQueue_IsTheShortestForAnySize()
    {
        QueueSpace space = Space(QueueSizer.Items, size: 100, bytes: 1000);

        space.RetryAfter(space.RoomFor(items: 5000, bytes: 50_000)).ShouldBe(TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData(60, 10, 6)]
    [InlineData(10, 900, 9)]
    public void RetryAfter_AtASteadyDrain_IsTheLongerOfUnitsAndBytes(int items, int bytes, int seconds)
    {
        // Full in both, it drains 10 items and 100 bytes a second.
        QueueSpace space = Space(QueueSizer.Items, size: 100, bytes: 1000);
        space.Take(space.RoomFor(items: 100, bytes: 1000));
        for (int tenth = 0; tenth < 100; tenth++)
        {
            space.Free(space.RoomFor(items: 1, bytes: 10));
            space.Take(space.RoomFor(items: 1, bytes: 10));
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        space.RetryAfter(space.RoomFor(items, bytes)).TotalSeconds.ShouldBe(seconds, tolerance: 0.1 * seconds);
    }

    [Fact]
    public void RetryAfter_WhenReservationsAreOnlyGivenBack_KnowsThatNothingDrains()
    {
        QueueSpace space = Space(QueueSizer.Requests, size: 2, bytes: 1000);
        space.Take(space.RoomFor(1, 10));
        for (int second = 0; second < 8; second++)
        {
            space.TryHold(space.RoomFor(1, 10)).ShouldBeTrue();
            space.Cancel(space.RoomFor(1, 10));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        space.Take(space.RoomFor(1, 10));
        space.RetryAfter(space.RoomFor(1, 10)).ShouldBe(TimeSpan.FromSeconds(8));
    }

    private QueueSpace Space(QueueSizer sizer, long size, long bytes) =>
        new(QueueRig.Plan(size: size, sizer: sizer).Queue, () => bytes, _clock);
}
