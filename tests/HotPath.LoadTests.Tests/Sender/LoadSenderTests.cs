using HotPath.LoadTests.Scenarios;
using HotPath.LoadTests.Sender;
using HotPath.LoadTests.Sink;

namespace HotPath.LoadTests.Tests.Sender;

/// <summary>Sender and sink face to face: what one says it sent, the other got.</summary>
public sealed class LoadSenderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(nameof(WireProtocol.Grpc), "none", 512)]
    [InlineData(nameof(WireProtocol.Grpc), "none", 20_000)]
    [InlineData(nameof(WireProtocol.Grpc), "gzip", 64)]
    [InlineData(nameof(WireProtocol.Grpc), "zstd", 64)]
    [InlineData(nameof(WireProtocol.HttpProtobuf), "none", 512)]
    [InlineData(nameof(WireProtocol.HttpProtobuf), "gzip", 64)]
    public async Task ClosedLoop_UntilItIsDrained_DeliversWhatWasAnsweredOk(string protocol, string compression, int spans)
    {
        var traffic = new Traffic(Enum.Parse<WireProtocol>(protocol), compression);
        await using LoadSink sink = LoadSink.Start(0);
        await using LoadSender sender = LoadSender.Start(
            traffic, PayloadFactory.Create(traffic, spans), sink.Port, connections: 2, LoadSimulation.KeepConstant(3));

        await ReachesAsync(() => sender.Counts.Ok, 20, sender);
        await sender.DrainAsync(Patience);

        sender.Counts.InFlight.ShouldBe(0);
        sender.Counts.OkSpans.ShouldBe(sender.Counts.Ok * spans);
        sink.Spans.ShouldBe(sender.Counts.OkSpans);
        sink.Broken.ShouldBeNull();
        sender.Counts.FirstRefusal.ShouldBeNull();
    }

    [Fact]
    public async Task OpenLoop_BeforeABackendThatHangs_GoesOnMakingRequestsDue()
    {
        await using LoadSink sink = LoadSink.Start(0);
        sink.Pause();
        await using LoadSender sender = LoadSender.Start(
            Traffic.Plain, PayloadFactory.Create(Traffic.Plain, 512), sink.Port, connections: 1, LoadSimulation.Inject(10_000));

        await ReachesAsync(() => sender.Waiting, 200, sender);
        sink.Resume();
        await ReachesAsync(() => sender.Counts.Ok, 100, sender);
        await sender.DrainAsync(Patience);

        sender.Counts.InFlight.ShouldBe(0);
        sink.Spans.ShouldBe(sender.Counts.OkSpans);
        sender.Counts.Failed.ShouldBe(0);
    }

    private static async Task ReachesAsync(Func<long> count, long wanted, LoadSender sender)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (count() < wanted)
        {
            patience.IsCancellationRequested.ShouldBeFalse(
                $"{count()} of {wanted} after {Patience}: {sender.Counts.Ok} OK, {sender.Counts.Refused} refused, "
                + $"{sender.Counts.Failed} failed ({sender.Counts.FirstRefusal}), {sender.Counts.InFlight} in flight, "
                + $"{sender.Waiting} waiting");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }
}
