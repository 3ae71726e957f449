using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>In until it is closed, and closed until the last is out.</summary>
public sealed class TurnstileTests
{
    [Fact]
    public void Close_NobodyInside_EndsAtOnceAndLetsNobodyIn()
    {
        var turnstile = new Turnstile();
        turnstile.TryEnter().ShouldBeTrue();
        turnstile.Leave();

        turnstile.CloseAsync().IsCompletedSuccessfully.ShouldBeTrue();
        turnstile.TryEnter().ShouldBeFalse();
        turnstile.CloseAsync().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Close_SomebodyInside_EndsWhenTheLastHasLeft()
    {
        var turnstile = new Turnstile();
        turnstile.TryEnter().ShouldBeTrue();
        turnstile.TryEnter().ShouldBeTrue();

        Task closed = turnstile.CloseAsync();
        turnstile.Inside.ShouldBe(2);
        turnstile.Leave();
        closed.IsCompleted.ShouldBeFalse();
        turnstile.Leave();

        await closed.WaitAsync(TimeSpan.FromSeconds(60));
        turnstile.Inside.ShouldBe(0);
    }

    [Fact]
    public async Task Close_AmongManyThatComeAndGo_LeavesNobodyInside()
    {
        var turnstile = new Turnstile();
        int inside = 0;
        int wasSeenInside = 0;
        using var started = new CountdownEvent(4);

        // On threads of their own: none of them ends before the turnstile is closed, and the pool may have only as many as there are
        // processors.
        Task[] visitors = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                started.Signal();
                while (turnstile.TryEnter())
                {
                    Interlocked.Increment(ref inside);
                    Interlocked.Decrement(ref inside);
                    turnstile.Leave();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        started.Wait();
        await turnstile.CloseAsync().WaitAsync(TimeSpan.FromSeconds(60));
        wasSeenInside = Volatile.Read(ref inside);
        await Task.WhenAll(visitors);

        wasSeenInside.ShouldBe(0);
    }
}
