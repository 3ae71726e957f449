using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary>Without a queue, who pushes a batch learns how it ended.</summary>
public sealed class DirectSenderTests : IAsyncLifetime, IDisposable
{
    private readonly QueueRig _rig = new();
    private readonly ManualExporter _exporter = new();
    private readonly DirectSender _sender;

    public DirectSenderTests() =>
        _sender = new DirectSender(ExportPlan.Bare with { Retry = QueueRig.SteadyRetry }, _exporter, _rig.Clock, _rig.Log);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _sender.DisposeAsync();

    public void Dispose() => _rig.Dispose();

    private Task<SendResult> Send(int items, CancellationToken cancel = default) =>
        _sender.SendAsync(_rig.Batch(items), _rig.Edge, cancel).AsTask();

    [Fact]
    public async Task Send_Delivered_IsToldAndCounted()
    {
        Task<SendResult> sent = Send(4);
        _sender.UnderWay.ShouldBe(1);
        (await _exporter.NextAsync()).Deliver();
        (await sent).Status.ShouldBe(SendStatus.Delivered);
        (_rig.Edge.Enqueued, _rig.Edge.Sent, _sender.UnderWay).ShouldBe((4, 4, 0));
    }

    [Fact]
    public async Task Send_Refused_IsToldAndLoggedAsRejecting()
    {
        Task<SendResult> sent = Send(4);
        (await _exporter.NextAsync()).Refuse();
        (await sent).Status.ShouldBe(SendStatus.Permanent);
        var line = _rig.Log.Lines.ShouldHaveSingleItem();
        line.Message.ShouldBe("Exporting failed. Rejecting data. Try enabling sending_queue to survive temporary failures.");
        line.Fields["rejected_items"].ShouldBe(4);
    }

    [Fact]
    public async Task Send_CallerGoesAwayDuringAPause_EndsAtOnce()
    {
        using var caller = new CancellationTokenSource();
        Task<SendResult> sent = Send(4, caller.Token);
        (await _exporter.NextAsync()).Fail();
        await _rig.Clock.WhenArmedAsync();
        await caller.CancelAsync();
        (await sent).Reason.ShouldBe("cancelled");
        _rig.Edge.FailedByReason["cancelled"].ShouldBe(4);
    }

    [Fact]
    public async Task Stop_WhileOnePauses_CutsThePauseAndRefusesTheNext()
    {
        Task<SendResult> sent = Send(4);
        (await _exporter.NextAsync()).Fail();
        await _rig.Clock.WhenArmedAsync();
        (await _sender.StopAsync(CancellationToken.None)).ShouldBe(4);
        (await sent).Reason.ShouldBe("shutting_down");
        (await Send(9)).ShouldSatisfyAllConditions(
            late => late.Status.ShouldBe(SendStatus.Retryable),
            late => late.Reason.ShouldBe("shutting_down"));
        _rig.Edge.EnqueueFailedByReason["shutting_down"].ShouldBe(9);
    }

    [Fact]
    public async Task Stop_AttemptOutlastsTheDeadline_IsCancelled()
    {
        using var deadline = new CancellationTokenSource();
        Task<SendResult> sent = Send(4);
        await _exporter.NextAsync();
        Task<long> stopped = _sender.StopAsync(deadline.Token);
        stopped.IsCompleted.ShouldBeFalse();
        await deadline.CancelAsync();
        (await stopped).ShouldBe(4);
        (await sent).Reason.ShouldBe("shutting_down");
    }
}
