using System.Buffers.Binary;
using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.LoadTests.Scenarios;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Tests.Sender;

public sealed class Http2RequestTests
{
    private const int FrameHeaderBytes = 9;
    private const int PrefixBytes = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(512)]
    public void Renewed_AnyTime_IsAWholeMessageWithFreshTraceIds(int spans)
    {
        Payload payload = PayloadFactory.Create(Traffic.Plain, spans).Single();
        var request = Http2Request.Create(payload, compression: null);
        var ids = new FreshIds(seed: 1);

        request.Renew(5, ids);
        byte[] first = Body(request, streamId: 5);
        request.Renew(7, ids);
        byte[] second = Body(request, streamId: 7);

        Check(first).ShouldBe(spans);
        Check(second).ShouldBe(spans);
        payload.TraceIds.Count.ShouldBe(spans);
        payload.TraceIds.Count(at => first.AsSpan(at, 8).SequenceEqual(second.AsSpan(at, 8))).ShouldBe(0);
    }

    [Fact]
    public void Frames_Always_TakeWindowForDataOnly()
    {
        var request = Http2Request.Create(PayloadFactory.Create(Traffic.Plain, 512).Single(), compression: null);

        request.WindowBytes(0).ShouldBe(0);
        Enumerable.Range(1, request.Frames - 1).Sum(request.WindowBytes).ShouldBe(Body(request, 0).Length + PrefixBytes);
        Enumerable.Range(1, request.Frames - 1).ShouldAllBe(frame => request.WindowBytes(frame) <= 16384);
    }

    private static int Check(byte[] message)
    {
        WalkResult walk = OtlpWalk.Check(Signal.Traces, message);
        walk.Fault.ShouldBe(WireFault.None);
        return walk.Items;
    }

    /// <summary>The message out of the DATA frames, each of which must belong to the stream.</summary>
    private static byte[] Body(Http2Request request, int streamId)
    {
        var body = new List<byte>();
        for (int frame = 1; frame < request.Frames; frame++)
        {
            ReadOnlySpan<byte> bytes = request.Bytes(frame, frame + 1).Span;
            BinaryPrimitives.ReadInt32BigEndian(bytes[5..]).ShouldBe(streamId);
            bytes[4].ShouldBe(frame == request.Frames - 1 ? (byte)1 : (byte)0);
            body.AddRange(bytes[FrameHeaderBytes..]);
        }

        BinaryPrimitives.ReadInt32BigEndian(body.ToArray().AsSpan(1)).ShouldBe(body.Count - PrefixBytes);
        return [.. body.Skip(PrefixBytes)];
    }
}
