using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Status;
using HotPath.Engine.Telemetry.Tracing;
using HotPath.Testing;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>What a path tells of itself: whether it takes data, and how its exporters are.</summary>
public sealed class TellingTests
{
    private static readonly ComponentId Test = ComponentId.Parse("test");

    [Fact]
    public async Task Readiness_WithRoom_IsOpen()
    {
        await using PathRig rig = PathRig.Traces("batch: {}", "batch", "test: {}", "test");

        rig.Path.Readiness.ShouldHaveSingleItem().ShouldBe(new IntakeReadiness(Test, Signal.Traces, "grpc", IsUsed: false, null));
    }

    [Fact]
    public async Task Readiness_MemoryHeldByAHangingBackend_SaysSoUntilItIsFree()
    {
        await using PathRig rig = PathRig.Traces(
            "memory_limiter: {check_interval: 1s, limit_mib: 64, spike_limit_mib: 16}", "memory_limiter",
            "test: {sending_queue: {enabled: false}}", "test");
        TestExporter exporter = rig.Exporter("test");
        exporter.Hang();
        byte[] request = SampleRequests.Traces(5_000, seed: 1);
        var under = new List<Task<Outcome>>();
        Task<Outcome> last;
        do
        {
            under.Add(last = rig.DeliverAsync(request));
        }
        while (!last.IsCompleted);

        (await last).Kind.ShouldBe(OutcomeKind.Throttled);
        rig.Path.Readiness[0].WhyNot.ShouldNotBeNull().ShouldStartWith("memory: a memory_limiter is at its soft limit");
        exporter.Release();
        await Task.WhenAll(under);
        rig.Path.Readiness[0].WhyNot.ShouldBeNull();
    }

    [Fact]
    public async Task Readiness_TheOnlyQueueIsFull_SaysSo()
    {
        await using PathRig rig = PathRig.Traces("", "", "test: {sending_queue: {queue_size: 1}}", "test");
        rig.Exporter("test").Hang();
        await rig.DeliverAsync(SampleRequests.Traces(1, seed: 1));

        rig.Path.Readiness[0].WhyNot.ShouldBe("the queue of exporter test is full: 1 of 1");
        rig.Path.FiguresOf(Test, Signal.Traces).ShouldNotBeNull().QueueSize.ShouldBe(1);
        rig.Exporter("test").Release();
    }

    [Fact]
    public async Task Readiness_OneOfTwoQueuesIsFull_IsOpen()
    {
        await using PathRig rig = PathRig.Traces("", "", "test: {sending_queue: {queue_size: 1}}, test/2: {}", "test, test/2");
        rig.Exporter("test").Hang();
        await rig.DeliverAsync(SampleRequests.Traces(1, seed: 1));

        rig.Path.Readiness[0].WhyNot.ShouldBeNull();
        rig.Exporter("test").Release();
    }

    [Fact]
    public async Task Status_RefusedForGood_IsPermanentAndSampled()
    {
        var traces = new OperationTraces(new FakeClock());
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test: {} }
            exporters: {test: {sending_queue: {enabled: false} } }
            service: {pipelines: {traces: {receivers: [test], exporters: [test] } } }
            """,
            options => options with { Traces = traces });
        rig.Exporter("test").Answer = static _ => new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, "permission_denied", "go away");
        (await rig.DeliverAsync(SampleRequests.Traces(3, seed: 1))).Kind.ShouldBe(OutcomeKind.Permanent);

        StatusEvent status = rig.Path.StatusOf(Test, Signal.Traces).ShouldNotBeNull();
        status.Status.ShouldBe(ComponentStatus.PermanentError);
        status.Error.ShouldBe("go away");
        OperationTrace trace = traces.All.ShouldHaveSingleItem();
        trace.Name.ShouldBe("exporter/test/traces");
        trace.Failed.ShouldHaveSingleItem().Error.ShouldBe("go away");
        rig.Path.StatusOf(Test, Signal.Logs).ShouldBeNull();
    }

    [Fact]
    public async Task Status_AttemptTimedOut_IsRecoverable_ButNotWhenTheSenderLeft()
    {
        await using PathRig rig = PathRig.Traces(
            "", "", "test: {timeout: 5s, sending_queue: {enabled: false}, retry_on_failure: {enabled: false}}", "test");
        rig.Exporter("test").Hang();
        using var leaves = new CancellationTokenSource();
        Task<Outcome> left = rig.DeliverAsync(SampleRequests.Traces(1, seed: 1), cancel: leaves.Token);
        await leaves.CancelAsync();
        await left;
        rig.Path.StatusOf(Test, Signal.Traces)!.Status.ShouldBe(ComponentStatus.Ok);

        Task<Outcome> late = rig.DeliverAsync(SampleRequests.Traces(1, seed: 1));
        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await late;
        rig.Path.StatusOf(Test, Signal.Traces)!.Status.ShouldBe(ComponentStatus.RecoverableError);
        rig.Exporter("test").Release();
    }
}
