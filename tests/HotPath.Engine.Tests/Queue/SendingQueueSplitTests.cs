using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Testing;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Queue;

/// <summary>
/// What a backend refuses for good: only the request that it can't take is dropped, and what is too large goes in pieces.
/// </summary>
public sealed class SendingQueueSplitTests
{
    private static readonly ExportPlan Plan = QueueRig.Plan();

    /// <summary>Of some requests in one batch the backend can't take some, wherever they lie.</summary>
    [Theory]
    [InlineData(2, new[] { 0 })]
    [InlineData(2, new[] { 1 })]
    [InlineData(7, new[] { 3 })]
    [InlineData(16, new[] { 0, 15 })]
    [InlineData(33, new[] { 7, 8, 31 })]
    public async Task Poison_InABatch_AloneIsDropped(int requests, int[] poisoned)
    {
        using var rig = new QueueRig();
        var backend = new PickyExporter { MayTake = static batch => !Contains(batch, poison: 200) };
        SendingQueue queue = rig.Queue(Plan, backend);
        Batch batch = rig.Batch(items: poisoned.Contains(0) ? 200 : 1);
        for (int i = 1; i < requests; i++)
        {
            rig.Batch(items: poisoned.Contains(i) ? 200 : 1).MoveTo(batch);
        }

        queue.TryEnqueue(batch, rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        await queue.StopAsync(default);

        rig.Edge.Sent.ShouldBe(requests - poisoned.Length);
        rig.Edge.FailedByReason[ExportReasons.InvalidArgument].ShouldBe(200 * poisoned.Length);
        rig.Log.Lines.Count(static line => line.Message.Contains("Dropping data"))
            .ShouldBe(poisoned.Length, "only what is dropped is told");
    }

    [Fact]
    public async Task Poison_WhoMadeIt_IsCountedAndTold()
    {
        using var rig = new QueueRig();
        var backend = new PickyExporter { MayTake = static batch => batch.Items == 1 };
        SendingQueue queue = rig.Queue(Plan, backend);
        Batch batch = rig.Request(Named("shop"), 1, 1);
        rig.Request(Named("cart", spans: 3), 3, 1).MoveTo(batch);

        queue.TryEnqueue(batch, rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        await queue.StopAsync(default);

        rig.Edge.Sent.ShouldBe(1);
        rig.Edge.RefusedBySource.All.ShouldBe([(ExportReasons.InvalidArgument, "cart", 3L)]);
        CapturedLine line = rig.Log.Lines.Single(static line => line.Message.Contains("Dropping data"));
        line.Fields["service.name"].ShouldBe("cart");
    }

    [Theory]
    [InlineData(
        "resource_exhausted", "rpc error: code = ResourceExhausted desc = grpc: received message larger than max (5000000 vs. 4194304)")]
    [InlineData("resource_exhausted", "rpc error: code = ResourceExhausted desc = gRPC message exceeds maximum size 4194304: 5000000")]
    [InlineData("http_413", "Request Entity Too Large")]
    public async Task TooLarge_IsSentInPieces(string reason, string message)
    {
        using var rig = new QueueRig();
        var backend = new PickyExporter { MayTake = static batch => batch.Items <= 9, Refusal = Refused(reason, message) };
        SendingQueue queue = rig.Queue(Plan, backend);
        byte[] request = SampleRequests.Traces(100, seed: 3, resources: 3);

        queue.TryEnqueue(rig.Request(request, 100, 3), rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        await queue.StopAsync(default);

        rig.Edge.Sent.ShouldBe(100);
        backend.Taken.Sum(static piece => piece.Items).ShouldBe(100);
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(Signal.Traces, backend.Taken.Select(static piece => piece.Bytes)), CanonicalItems.Of(Signal.Traces, request));
    }

    [Fact]
    public async Task TooLarge_OfOneItem_IsDroppedAndTheOthersAreSent()
    {
        using var rig = new QueueRig();
        var backend =
            new PickyExporter { MayTake = static batch => batch.Items == 1 && batch.Bytes < 1000, Refusal = Refused("http_413", "no") };
        SendingQueue queue = rig.Queue(Plan, backend);
        Batch batch = rig.Batch(items: 1, bytes: 10);
        rig.Batch(items: 1, bytes: 2000).MoveTo(batch);
        rig.Batch(items: 1, bytes: 20).MoveTo(batch);

        queue.TryEnqueue(batch, rig.Edge);
        await queue.StopAsync(default);

        rig.Edge.Sent.ShouldBe(2);
        rig.Edge.FailedByReason["http_413"].ShouldBe(1);
    }

    [Fact]
    public async Task Backend_ThatRefusesEverything_IsNotAskedForEveryRequest()
    {
        using var rig = new QueueRig();
        var backend = new PickyExporter { MayTake = static _ => false };
        SendingQueue queue = rig.Queue(Plan, backend);
        Batch batch = rig.Batch();
        for (int i = 1; i < 1000; i++)
        {
            rig.Batch().MoveTo(batch);
        }

        queue.TryEnqueue(batch, rig.Edge);
        await queue.StopAsync(default);

        rig.Edge.Failed.ShouldBe(1000);
        backend.Attempts.ShouldBe(1 + (2 * Splits.MostFruitless));
    }

    [Theory]
    [InlineData("permission_denied")]
    [InlineData("http_404")]
    [InlineData("resource_exhausted")]
    public async Task OtherRefusals_AreNotSplit(string reason)
    {
        using var rig = new QueueRig();
        var backend = new PickyExporter { MayTake = static _ => false, Refusal = Refused(reason, "no") };
        SendingQueue queue = rig.Queue(Plan, backend);
        Batch batch = rig.Batch();
        rig.Batch().MoveTo(batch);

        queue.TryEnqueue(batch, rig.Edge);
        await queue.StopAsync(default);

        backend.Attempts.ShouldBe(1);
        rig.Edge.FailedByReason[reason].ShouldBe(2);
    }

    [Fact]
    public async Task Poison_AmongMergedRequests_OnlyItsSenderIsRefused()
    {
        using var rig = new QueueRig();
        var backend = new PickyExporter { MayTake = static batch => !Contains(batch, poison: 200) };
        QueuePlan merging = Plan.Queue with
        {
            WaitForResult = true,
            Batch = new QueueBatchPlan(TimeSpan.FromHours(1), QueueSizer.Items, MinSize: 202, MaxSize: 0),
        };
        SendingQueue queue = rig.Queue(Plan with { Queue = merging }, backend);
        Task<Outcome>?[] answers = new Task<Outcome>?[3];
        int[] requests = [1, 200, 1];
        for (int i = 0; i < 3; i++)
        {
            queue.TryEnqueue(rig.Batch(requests[i]), rig.Edge, asks: true, default, out answers[i]);
        }

        Outcome[] outcomes = await Task.WhenAll(answers!).WaitAsync(TimeSpan.FromSeconds(60));
        outcomes.Select(static outcome => outcome.Kind).ShouldBe([OutcomeKind.Ok, OutcomeKind.Permanent, OutcomeKind.Ok]);
        await queue.StopAsync(default);
    }

    /// <summary>A batch of the rig's holds, in every byte, its number of items.</summary>
    private static bool Contains(Batch batch, byte poison)
    {
        foreach (ref readonly Part part in batch.Parts)
        {
            if (part.Lease.Bytes[0] == poison)
            {
                return true;
            }
        }

        return false;
    }

    private static SendResult Refused(string reason, string message) => new(SendStatus.Permanent, 0, TimeSpan.Zero, reason, message);

    private static byte[] Named(string service, int spans = 1)
    {
        var request = new ExportTraceServiceRequest();
        var block = new ResourceSpans { Resource = new Resource() };
        block.Resource.Attributes.Add(new KeyValue { Key = "host.name", Value = new AnyValue { StringValue = "one" } });
        block.Resource.Attributes.Add(new KeyValue { Key = "service.name", Value = new AnyValue { StringValue = service } });
        var scope = new ScopeSpans();
        scope.Spans.AddRange(Enumerable.Range(0, spans).Select(static _ => new Span { Name = "x" }));
        block.ScopeSpans.Add(scope);
        request.ResourceSpans.Add(block);
        return request.ToByteArray();
    }
}
