using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>What an intake lets in, and what it tells whom it does not.</summary>
public sealed class IntakeTests
{
    private static PathRig Rig() => PathRig.Traces("", "", "test: {}", "test");

    [Fact]
    public async Task Intake_UnwiredSignal_HasNone()
    {
        await using PathRig rig = Rig();
        rig.Path.IntakeFor(new ComponentId("test", ""), Signal.Logs).ShouldBeNull();
    }

    [Fact]
    public async Task Intake_EmptyRequest_IsTakenAndGoesNowhere()
    {
        await using PathRig rig = Rig();
        (await rig.DeliverAsync([])).ShouldBe(Outcome.Ok);
        rig.Path.Ledger.Receivers[0].AcceptedRequests.ShouldBe(1);
        rig.Path.Ledger.Pipelines[0].Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task Intake_MalformedRequest_IsRefusedToItsSenderAndHarmsNoOther()
    {
        await using PathRig rig = PathRig.Traces("batch: {}", "batch", "test: {}", "test");
        byte[] good = SampleRequests.Traces(3, seed: 1);
        (await rig.DeliverAsync(good)).ShouldBe(Outcome.Ok);

        Outcome refusal = await rig.DeliverAsync(good[..^1]);
        refusal.Kind.ShouldBe(OutcomeKind.Malformed);
        refusal.Message.ShouldNotBeNull().ShouldContain("Truncated");

        await rig.DrainAsync();
        rig.Exporter("test").Received.ShouldHaveSingleItem().ShouldBe(good);
        rig.Path.Ledger.Receivers[0].RefusedBytes["malformed"].ShouldBe(good.Length - 1);
    }

    [Fact]
    public async Task Intake_RequestOverAnEighthOfTheBudget_IsTooLarge()
    {
        await using PathRig rig = Rig();
        IIntake intake = rig.Path.IntakeFor(new ComponentId("test", ""), Signal.Traces).ShouldNotBeNull();

        Admission admission = intake.TryRent((int)intake.MaxRequestBytes + 1, out _);
        admission.ShouldBe(Admission.TooLarge(intake.MaxRequestBytes));
    }

    [Fact]
    public async Task Intake_AboveTheSoftLimit_ThrottlesWithADelayAndHoldsNothing()
    {
        await using PathRig rig = PathRig.Traces(
            "memory_limiter: {check_interval: 1s, limit_mib: 64, spike_limit_mib: 32}", "memory_limiter", "test: {}", "test");
        IIntake intake = rig.Path.IntakeFor(new ComponentId("test", ""), Signal.Traces).ShouldNotBeNull();
        var held = new List<Lease>();
        Admission admission;
        while ((admission = intake.TryRent(1 << 20, out Lease lease)).Kind == AdmissionKind.Admitted)
        {
            held.Add(lease);
        }

        admission.Kind.ShouldBe(AdmissionKind.Throttled);
        admission.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        rig.Path.Budget.ChargedBytes.ShouldBeLessThanOrEqualTo(32L << 20);
        held.ForEach(lease => lease.Return());
        intake.TryRent(1 << 20, out Lease again).Kind.ShouldBe(AdmissionKind.Admitted);
        again.Return();
    }

    [Fact]
    public async Task Intake_GrowingWithoutRoom_ReturnsWhatItHeld()
    {
        await using PathRig rig = PathRig.Traces(
            "memory_limiter: {check_interval: 1s, limit_mib: 64, spike_limit_mib: 32}", "memory_limiter", "test: {}", "test");
        IIntake intake = rig.Path.IntakeFor(new ComponentId("test", ""), Signal.Traces).ShouldNotBeNull();
        intake.TryRent(1 << 20, out Lease lease);
        long most = intake.MaxRequestBytes;

        intake.TryGrow(ref lease, 1 << 20, (int)most + 1).Kind.ShouldBe(AdmissionKind.TooLarge);
        lease.IsHeld.ShouldBeFalse();
        rig.Path.Slabs.OutstandingLeases.ShouldBe(0);
    }

    [Fact]
    public async Task Intake_StricterGateOfOnePipeline_RefusesForBoth()
    {
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test: {}}
            processors:
              memory_limiter/strict: {check_interval: 1s, limit_mib: 64, spike_limit_mib: 32}
              memory_limiter/wide: {check_interval: 1s, limit_mib: 512}
            exporters: {test/a: {}, test/b: {}}
            service:
              pipelines:
                traces/a: {receivers: [test], processors: [memory_limiter/strict], exporters: [test/a]}
                traces/b: {receivers: [test], processors: [memory_limiter/wide], exporters: [test/b]}
            """);
        IIntake intake = rig.Path.IntakeFor(new ComponentId("test", ""), Signal.Traces).ShouldNotBeNull();
        intake.TryRent(9 << 20, out Lease lease).Kind.ShouldBe(AdmissionKind.Admitted);
        intake.TryRent(9 << 20, out _).Kind.ShouldBe(AdmissionKind.Throttled);
        lease.Return();
    }

    [Fact]
    public async Task Intake_TwoPipelinesOneFull_PublishesToNeither()
    {
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test: {}}
            exporters: {test/free: {}, test/full: {sending_queue: {queue_size: 1, num_consumers: 1}, timeout: 0s}}
            service:
              pipelines:
                traces/1: {receivers: [test], exporters: [test/free]}
                traces/2: {receivers: [test], exporters: [test/full]}
            """);
        rig.Exporter("test/full").Hang();
        (await rig.DeliverAsync(SampleRequests.Traces(1, seed: 1))).ShouldBe(Outcome.Ok);

        Task<Outcome> refused = rig.DeliverAsync(SampleRequests.Traces(1, seed: 2));
        rig.Clock.Advance(DataPathOptions.DefaultAdmissionWait);
        (await refused).Kind.ShouldBe(OutcomeKind.Throttled);

        rig.Exporter("test/full").Release();
        await rig.DrainAsync();
        rig.Exporter("test/free").Items.ShouldBe(1);
        rig.Exporter("test/full").Items.ShouldBe(1);
    }

    [Fact]
    public async Task Intake_TwoReceiversOnePipeline_FanIn()
    {
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test/a: {}, test/b: {}}
            exporters: {test: {}}
            service: {pipelines: {traces: {receivers: [test/a, test/b], exporters: [test]}}}
            """);
        await rig.DeliverAsync(SampleRequests.Traces(2, seed: 1), receiver: "test/a");
        await rig.DeliverAsync(SampleRequests.Traces(3, seed: 2), receiver: "test/b");
        await rig.DrainAsync();

        rig.Exporter("test").Items.ShouldBe(5);
        rig.Path.Ledger.Receivers.Select(r => r.AcceptedItems).Order().ShouldBe([2, 3]);
    }
}
