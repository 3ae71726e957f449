using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Testing;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Tests.Queue;

/// <summary>Retry and timeout under a fake clock: which pauses, when it ends, what is counted and logged.</summary>
public sealed class ExportChainTests : IDisposable
{
    private readonly QueueRig _rig = new();
    private readonly ManualExporter _exporter = new();

    public void Dispose() => _rig.Dispose();

    private async Task<SendResult> Export(ExportChain chain, Batch batch, CancellationToken cancel = default)
    {
        _rig.Edge.CountEnqueued(batch.Items);
        return await chain.ExportAsync(batch, _rig.Edge, cancel);
    }

    /// <summary>Fails the attempt that is under way; once the chain pauses, says how long and skips the pause.</summary>
    private async Task<double> FailAndPause(TimeSpan retryAfter = default)
    {
        (await _exporter.NextAsync()).Fail(retryAfter: retryAfter);
        await _rig.Clock.WhenArmedAsync();
        TimeSpan pause = _rig.Clock.NextDue!.Value;
        _rig.Clock.Advance(pause);
        return pause.TotalSeconds;
    }

    [Fact]
    public async Task Export_Delivered_IsCountedAsSentAndReleased()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch(items: 7));
        _rig.Edge.InFlight.ShouldBe(7);
        (await _exporter.NextAsync()).Answer(SendResult.Delivered with { RejectedItems = 2 });
        await export;
        (_rig.Edge.Sent, _rig.Edge.Rejected, _rig.OutstandingBatches).ShouldBe((5, 2, 0));
    }

    [Fact]
    public async Task Export_BackendRejectsMoreThanItGot_RejectsTheBatch()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch(items: 7));
        (await _exporter.NextAsync()).Answer(SendResult.Delivered with { RejectedItems = 1000 });
        await export;
        (_rig.Edge.Sent, _rig.Edge.Rejected).ShouldBe((0, 7));
    }

    [Fact]
    public async Task Export_BackendDownForAWhile_IsTriedWithGrowingPausesUntilDelivered()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(retry: QueueRig.SteadyRetry), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch(items: 3));
        double[] pauses = [await FailAndPause(), await FailAndPause(), await FailAndPause(), await FailAndPause()];
        _rig.Edge.InFlight.ShouldBe(3, "what waits for another attempt is in flight");
        (await _exporter.NextAsync()).Deliver();
        (await export).Status.ShouldBe(SendStatus.Delivered);
        pauses.ShouldBe([1, 2, 4, 4]);
        _rig.Log.Lines.Count.ShouldBe(4);
        CapturedLine line = _rig.Log.Lines[1];
        line.Level.ShouldBe(LogLevel.Information);
        line.Message.ShouldBe("Exporting failed. Will retry the request after interval.");
        line.Fields["error"].ShouldBe("rpc error: code = Unavailable desc = down");
        line.Fields["interval"].ShouldBe("2s");
    }

    [Fact]
    public async Task Export_BackendAsksForADelay_WaitsTheLongerOfBoth()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(retry: QueueRig.SteadyRetry), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch());
        (await FailAndPause(TimeSpan.FromSeconds(10))).ShouldBe(10);
        (await FailAndPause(TimeSpan.FromMilliseconds(5))).ShouldBe(2);
        (await _exporter.NextAsync()).Deliver();
        await export;
        _rig.Log.Lines[0].Fields["error"].ShouldBe("Throttle (10s), error: rpc error: code = Unavailable desc = down");
    }

    [Fact]
    public async Task Export_NextPauseWouldPassMaxElapsedTime_GivesUpWithTheLastReason()
    {
        RetryPlan plan = QueueRig.SteadyRetry with { MaxElapsedTime = TimeSpan.FromSeconds(10) };
        using ExportChain chain = _rig.Chain(QueueRig.Plan(retry: plan), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch(items: 4));
        await FailAndPause();
        await FailAndPause();
        await FailAndPause();

        // 7 s have passed; the next pause of 4 s would end after 10 s.
        (await _exporter.NextAsync()).Fail("unavailable");
        (await export).Status.ShouldBe(SendStatus.Retryable);
        _rig.Edge.FailedByReason["unavailable"].ShouldBe(4);
        CapturedLine line = _rig.Log.Lines[^1];
        line.Level.ShouldBe(LogLevel.Error);
        line.Message.ShouldBe("Exporting failed. Dropping data.");
        line.Fields["error"].ShouldBe("no more retries left: rpc error: code = Unavailable desc = down");
        line.Fields["dropped_items"].ShouldBe(4);
    }

    [Fact]
    public async Task Export_NoEndOfTrying_TriesForHours()
    {
        RetryPlan plan = QueueRig.SteadyRetry with { MaxElapsedTime = TimeSpan.Zero };
        using ExportChain chain = _rig.Chain(QueueRig.Plan(retry: plan), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch());
        for (int hour = 0; hour < 3; hour++)
        {
            await FailAndPause(TimeSpan.FromHours(1));
        }

        (await _exporter.NextAsync()).Deliver();
        (await export).Status.ShouldBe(SendStatus.Delivered);
    }

    [Fact]
    public async Task Export_Permanent_IsNotTriedAgain()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(retry: QueueRig.SteadyRetry), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch(items: 5));
        (await _exporter.NextAsync()).Refuse();
        await export;
        _exporter.HasNext.ShouldBeFalse();
        _rig.Edge.FailedByReason["invalid_argument"].ShouldBe(5);
        _rig.Log.Lines.ShouldHaveSingleItem().Fields["error"]
            .ShouldBe("not retryable error: Permanent error: rpc error: code = InvalidArgument desc = bad");
    }

    [Fact]
    public async Task Export_RetryOff_GivesUpAtOnceAndSaysWhatWouldHelp()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch());
        (await _exporter.NextAsync()).Fail();
        await export;
        _rig.Log.Lines.ShouldHaveSingleItem().Message.ShouldBe(
            "Exporting failed. Dropping data. Try enabling retry_on_failure config option to retry on retryable errors.");
    }

    [Fact]
    public async Task Export_AttemptTakesTooLong_IsCancelledAndTriedAgain()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(retry: QueueRig.SteadyRetry, timeout: TimeSpan.FromSeconds(5)), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch());
        Attempt slow = await _exporter.NextAsync();
        _rig.Clock.Advance(TimeSpan.FromSeconds(5));
        slow.Cancel.IsCancellationRequested.ShouldBeTrue();
        await _rig.Clock.WhenArmedAsync();
        _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _exporter.NextAsync()).Deliver();
        await export;
        _rig.Log.Lines.ShouldHaveSingleItem().Fields["error"]
            .ShouldBe("rpc error: code = DeadlineExceeded desc = no answer within the timeout of 5s");
    }

    [Fact]
    public async Task Export_TimedOutWithoutRetry_FailsAsDeadlineExceeded()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(timeout: TimeSpan.FromSeconds(5)), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch(items: 2));
        await _exporter.NextAsync();
        _rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await export;
        _rig.Edge.FailedByReason["deadline_exceeded"].ShouldBe(2);
    }

    [Fact]
    public async Task StopRetrying_DuringAPause_GivesUpAsShuttingDown()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(retry: QueueRig.SteadyRetry), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch(items: 6));
        (await _exporter.NextAsync()).Fail();
        await _rig.Clock.WhenArmedAsync();
        chain.StopRetrying();
        await export;
        _rig.Edge.FailedByReason["shutting_down"].ShouldBe(6);
        chain.CutItems.ShouldBe(6);
        _rig.Log.Lines[^1].Fields["error"].ShouldBe("interrupted due to shutdown: rpc error: code = Unavailable desc = down");
    }

    [Fact]
    public async Task Abort_DuringAnAttempt_CancelsItAndFailsWhatComesLaterUnsent()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(retry: QueueRig.SteadyRetry, timeout: TimeSpan.FromSeconds(5)), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch(items: 1));
        await _exporter.NextAsync();
        chain.Abort();
        await export;
        await Export(chain, _rig.Batch(items: 2));
        _exporter.HasNext.ShouldBeFalse();
        _rig.Edge.FailedByReason["shutting_down"].ShouldBe(3);
    }

    [Fact]
    public async Task Export_CallerCancels_GivesUpAsCancelled()
    {
        using var caller = new CancellationTokenSource();
        using ExportChain chain = _rig.Chain(QueueRig.Plan(retry: QueueRig.SteadyRetry, timeout: TimeSpan.FromSeconds(5)), _exporter);
        Task<SendResult> export = Export(chain, _rig.Batch(), caller.Token);
        await _exporter.NextAsync();
        await caller.CancelAsync();
        (await export).Reason.ShouldBe("cancelled");
        chain.CutItems.ShouldBe(0);
    }

    [Fact]
    public async Task Export_ExporterThrows_LosesTheBatchLoudlyAndNothingElse()
    {
        using ExportChain chain = _rig.Chain(QueueRig.Plan(), new ThrowingExporter());
        (await Export(chain, _rig.Batch(items: 3))).Status.ShouldBe(SendStatus.Permanent);
        _rig.Edge.FailedByReason["internal_error"].ShouldBe(3);
        _rig.Log.Lines.ShouldHaveSingleItem().Fields["error"].ShouldBeOfType<string>().ShouldContain("a defect");
    }

    private sealed class ThrowingExporter : IExporter
    {
        public ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel) => throw new InvalidOperationException("a defect");

        public ValueTask DisposeAsync() => default;
    }
}
