using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>Each verdict of the engine has one status.</summary>
public abstract class GrpcOutcomeTests(GrpcTransport transport)
{
    public sealed class OverOwn() : GrpcOutcomeTests(GrpcTransport.Own);

    public sealed class OverKestrel() : GrpcOutcomeTests(GrpcTransport.Kestrel);

    private static readonly byte[] Message = SampleRequests.Traces(spans: 3, seed: 1);

    public static TheoryData<OutcomeKind, int> Kinds => new()
    {
        { OutcomeKind.Malformed, 3 },
        { OutcomeKind.Throttled, 14 },
        { OutcomeKind.Retryable, 14 },
        { OutcomeKind.Exhausted, 8 },
        { OutcomeKind.Permanent, 13 },
        { OutcomeKind.DeadlineExceeded, 4 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Verdict_OfEachKind_HasItsStatusAndMessage(OutcomeKind kind, int status)
    {
        GrpcReply reply = await SendAsync(new Outcome(kind, TimeSpan.Zero, "Grüße, 100 %\nΩ"));

        reply.HttpStatus.ShouldBe(200);
        reply.Status.ShouldBe(status);
        reply.Message.ShouldBe("Grüße, 100 %\nΩ");
        reply.TrailersOnly.ShouldBeTrue();
        reply.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Malformed_NamesTheFaultAndItsPlace()
    {
        GrpcReply reply = await SendAsync(Outcome.Malformed(WireFault.Truncated, 17));

        reply.Message!.ShouldContain("Truncated at byte 17");
        reply.Details.ShouldBeNull();
    }

    [Fact]
    public async Task Throttled_CarriesItsDelay()
    {
        GrpcReply reply = await SendAsync(Outcome.Throttled(new TimeSpan(0, 0, 2, 5, 500)));

        reply.RetryDelay.ShouldBe(new TimeSpan(0, 0, 2, 5, 500));
    }

    /// <summary>RESOURCE_EXHAUSTED without one would mean "never" (OTLP specification).</summary>
    [Theory]
    [InlineData(OutcomeKind.Throttled)]
    [InlineData(OutcomeKind.Exhausted)]
    public async Task Later_WithoutADelay_StillCarriesOne(OutcomeKind kind)
    {
        GrpcReply reply = await SendAsync(new Outcome(kind, TimeSpan.Zero, "later"));

        reply.RetryDelay!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Retryable_CarriesADelayOnlyIfThereIsOne()
    {
        (await SendAsync(Outcome.Retryable("backend is down"))).Details.ShouldBeNull();
        var quota = new Outcome(OutcomeKind.Exhausted, TimeSpan.FromSeconds(7), "quota");
        (await SendAsync(quota)).RetryDelay.ShouldBe(TimeSpan.FromSeconds(7));
        (await SendAsync(Outcome.Retryable("backend is down", TimeSpan.FromSeconds(7)))).RetryDelay.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Fault_OfTheEngine_IsInternalAndLogged()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        rig.Traces.Verdict = (_, _) => throw new InvalidOperationException("a secret of the gateway's");

        GrpcReply reply = await rig.Client.ExportAsync(Signal.Traces, Message);
        rig.Traces.Verdict = (_, _) => ValueTask.FromResult(Outcome.Ok);
        GrpcReply next = await rig.Client.ExportAsync(Signal.Traces, Message);

        reply.Status.ShouldBe(13);
        reply.Message!.ShouldNotContain("secret");
        rig.Logs.Lines.ShouldHaveSingleItem().ShouldStartWith("Error: ");
        next.Status.ShouldBe(0);
    }

    private async Task<GrpcReply> SendAsync(Outcome outcome)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        rig.Traces.Verdict = (_, _) => ValueTask.FromResult(outcome);
        return await rig.Client.ExportAsync(Signal.Traces, Message);
    }
}
