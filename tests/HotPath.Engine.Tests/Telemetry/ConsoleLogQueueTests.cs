using System.Text;
using HotPath.Engine.Telemetry;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Telemetry;

public sealed class ConsoleLogQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Dispose_WithEntriesWaiting_WritesThemFirst()
    {
        StallingStream stream = new();
        using (ConsoleLogQueue queue = NewQueue(stream))
        {
            queue.TryAdd("one\n"u8).ShouldBeTrue();
            queue.TryAdd("two\n"u8).ShouldBeTrue();
        }

        Text(stream).ShouldBe("one\ntwo\n");
    }

    [Fact]
    public async Task TryAdd_WhileTheStreamStalls_KeepsWhatFitsAndSaysWhatItDropped()
    {
        StallingStream stream = new();
        stream.Stall();
        using (ConsoleLogQueue queue = NewQueue(stream, capacity: 8))
        {
            queue.TryAdd("1234"u8).ShouldBeTrue();
            await stream.WriteBegunAsync();
            queue.TryAdd("5678"u8).ShouldBeTrue();
            queue.TryAdd("9"u8).ShouldBeFalse();
            queue.TryAdd("0"u8).ShouldBeFalse();
            queue.Dropped.ShouldBe(2);
            stream.Flow();
        }

        Text(stream).ShouldBe("12345678[2 dropped]");
    }

    [Fact]
    public void TryAdd_OfAnEntryAboveTheCapacity_IsTakenByAnEmptyQueue()
    {
        StallingStream stream = new();
        using (ConsoleLogQueue queue = NewQueue(stream, capacity: 8))
        {
            queue.TryAdd("longer than the capacity"u8).ShouldBeTrue();
        }

        Text(stream).ShouldBe("longer than the capacity");
    }

    [Fact]
    public async Task RoomAsync_OfAFullQueue_CompletesWhenTheStreamTakesIt()
    {
        StallingStream stream = new();
        stream.Stall();
        using ConsoleLogQueue queue = NewQueue(stream, capacity: 8);
        queue.RoomAsync(CancellationToken.None).AsTask().IsCompleted.ShouldBeTrue();
        queue.TryAdd("12345678"u8);

        Task room = queue.RoomAsync(CancellationToken.None).AsTask();

        room.IsCompleted.ShouldBeFalse();
        stream.Flow();
        await room.WaitAsync(Patience);
    }

    [Fact]
    public void Flush_OfAStreamThatTakesNothing_GivesUp()
    {
        StallingStream stream = new();
        stream.Stall();
        using ConsoleLogQueue queue = NewQueue(stream, time: TimeProvider.System);
        queue.TryAdd("x"u8);

        queue.Flush(TimeSpan.FromMilliseconds(20)).ShouldBeFalse();

        stream.Flow();
        queue.Flush(Patience).ShouldBeTrue();
    }

    [Fact]
    public async Task TryAdd_FromManyThreads_KeepsEntriesWhole()
    {
        StallingStream stream = new();
        using (ConsoleLogQueue queue = NewQueue(stream))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
            {
                byte[] entry = Encoding.ASCII.GetBytes(new string((char)('a' + writer), 100) + "\n");
                for (int i = 0; i < 200; i++)
                {
                    queue.TryAdd(entry).ShouldBeTrue();
                }
            })));
        }

        string[] lines = Text(stream).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(8 * 200);
        lines.ShouldAllBe(line => line.Length == 100 && line.All(letter => letter == line[0]));
    }

    /// <summary>By a clock that stands still, so that the queue never loses its patience, however slow the machine.</summary>
    private static ConsoleLogQueue NewQueue(
        Stream stream, int capacity = ConsoleLogQueue.DefaultCapacityBytes, TimeProvider? time = null) =>
        new(stream, dropped => Encoding.ASCII.GetBytes($"[{dropped} dropped]"), time ?? new FakeClock(), capacity);

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());
}
