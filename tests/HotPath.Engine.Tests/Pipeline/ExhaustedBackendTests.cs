using HotPath.Engine.Pipeline;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>
/// A backend that has reached limits of its own, seen by a sender who waits for its verdict. With a delay, or over HTTP (429), it means
/// "later", and the sender is always told when; over gRPC without one it has refused for good (OTLP specification).
/// </summary>
public sealed class ExhaustedBackendTests
{
    private const string NoQueue = "sending_queue: {enabled: false}";
    private const string Waiting = "sending_queue: {wait_for_result: true}";

    private static readonly SendResult TooMany = new(SendStatus.Retryable, 0, TimeSpan.Zero, "http_429", "slow down");

    private static readonly SendResult OverQuota = new(SendStatus.Permanent, 0, TimeSpan.Zero, "resource_exhausted", "over quota");

    [Theory]
    [InlineData(NoQueue)]
    [InlineData(Waiting)]
    public async Task TooManyRequests_WithoutADelay_IsNamedAsLongAsItHasLasted(string queue)
    {
        await using PathRig rig = Rig(queue, TooMany);

        (await Send(rig)).ShouldBe(new Outcome(OutcomeKind.Exhausted, TimeSpan.FromSeconds(1), "slow down"));
        rig.Clock.Advance(TimeSpan.FromSeconds(9));
        (await Send(rig)).ShouldBe(new Outcome(OutcomeKind.Exhausted, TimeSpan.FromSeconds(9), "slow down"));
    }

    [Theory]
    [InlineData(NoQueue, "http_429")]
    [InlineData(Waiting, "http_429")]
    [InlineData(NoQueue, "resource_exhausted")]
    [InlineData(Waiting, "resource_exhausted")]
    public async Task Exhausted_WithADelay_PassesItOn(string queue, string reason)
    {
        await using PathRig rig = Rig(queue, TooMany with { Reason = reason, RetryAfter = TimeSpan.FromSeconds(7) });

        (await Send(rig)).ShouldBe(new Outcome(OutcomeKind.Exhausted, TimeSpan.FromSeconds(7), "slow down"));
    }

    [Theory]
    [InlineData(NoQueue)]
    [InlineData(Waiting)]
    public async Task ResourceExhausted_WithoutRetryInfo_IsForGood(string queue)
    {
        await using PathRig rig = Rig(queue, OverQuota);

        (await Send(rig)).ShouldBe(Outcome.Permanent("over quota"));
        rig.Path.Ledger.Edges.Single().FailedByReason["resource_exhausted"].ShouldBe(3);
    }

    [Fact]
    public async Task OneBackendForGood_AnotherForNow_IsToldToComeAgain()
    {
        const string Bare = $"{{{NoQueue}, retry_on_failure: {{enabled: false}}}}";
        await using var rig = PathRig.Traces("", "", $"test: {Bare}, test/b: {Bare}", "test, test/b");
        rig.Exporter("test").Answer = static _ => OverQuota;
        rig.Exporter("test/b").Answer = static _ => TooMany;

        Outcome outcome = await Send(rig);

        outcome.Kind.ShouldBe(OutcomeKind.Exhausted);
        outcome.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
    }

    private static PathRig Rig(string queue, SendResult answer)
    {
        var rig = PathRig.Traces("", "", $"test: {{{queue}, retry_on_failure: {{enabled: false}}}}", "test");
        rig.Exporter("test").Answer = _ => answer;
        return rig;
    }

    private static Task<Outcome> Send(PathRig rig) =>
        rig.DeliverAsync(SampleRequests.Traces(3, seed: 1)).WaitAsync(TimeSpan.FromSeconds(60));
}
