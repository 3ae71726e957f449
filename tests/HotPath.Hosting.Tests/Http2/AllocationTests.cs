using System.Buffers;
using System.IO.Pipelines;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Http2;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Http;
using HotPath.Hosting.Http2;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;
using HotPath.Testing.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>What our own framing allocates: nothing for a span, and next to nothing for a request. Everything runs on the test's thread.</summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const int Warmup = 200;
    private const int Requests = 1000;
    private const int BytesPerRequest = 1024;

    [Fact]
    public async Task Requests_InSteadyState_AllocateNothingForASpan()
    {
        long few = await AllocatedAsync(spans: 64);
        long many = await AllocatedAsync(spans: 512);

        output.WriteLine($"{few / Requests} bytes a request of 64 spans, {many / Requests} of 512");
        ((many - few) / Requests / (512 - 64)).ShouldBe(0);
        (many / Requests).ShouldBeLessThan(BytesPerRequest);
    }

    private static async Task<long> AllocatedAsync(int spans)
    {
        using var slabs = new SlabPool(new MemoryBudget(64 << 20, 64 << 20));
        using var application = new GrpcApplication(
            new GrpcRoutes([new DroppingIntake(slabs)]), GrpcRig.Plan, "size", HostLimits.Default, TimeProvider.System, NullLogger.Instance);
        var peers = new PeerLog(true, false, null, "test", NullLogger.Instance, TimeProvider.System);
        var gate = new PeerGate(peers, TimeSpan.FromSeconds(10), TimeProvider.System);
        using var service = new Http2Service(GrpcRig.Plan, application, new HttpRoutes(HttpPathsPlan.Default, []), gate, peers);
        using var blocks = new BlockPool(HostLimits.Default.BlockBytes, static _ => { });
        var options = new PipeOptions(blocks, PipeScheduler.Inline, PipeScheduler.Inline, 0, 0, 32 * 1024, useSynchronizationContext: false);
        var toServer = new Pipe(options);
        var toClient = new Pipe(options);
        await using var connection = new DefaultConnectionContext("test") { Transport = new Duplex(toServer.Reader, toClient.Writer) };
        Task served = service.RunAsync(connection, static _ => throw new InvalidOperationException("not HTTP/2"));
        await toServer.Writer.WriteAsync((byte[])[.. Http2Limits.Preface, .. RawFrame.Settings(), .. RawFrame.WindowUpdate(0, 1 << 30)]);

        byte[] request = Request(SampleRequests.Traces(spans, seed: 1));
        int streamId = 1;
        long before = 0;
        for (int i = -Warmup; i < Requests; i++, streamId += 2)
        {
            before = i == 0 ? GC.GetAllocatedBytesForCurrentThread() : before;
            SetStream(request, streamId);
            Write(toServer.Writer, request);
            (await toServer.Writer.FlushAsync()).IsCompleted.ShouldBeFalse();
            toClient.Reader.TryRead(out ReadResult answers).ShouldBeTrue();
            toClient.Reader.AdvanceTo(answers.Buffer.End);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await toServer.Writer.CompleteAsync();
        await served;
        return allocated;
    }

    /// <summary>A request in DATA frames of the default size.</summary>
    private static byte[] Request(byte[] message)
    {
        byte[][] pieces = [.. GrpcMessages.Frame(message).Chunk(Http2Limits.LeastMaxFrameBytes)];
        return
        [
            .. RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, 1, RawBlock.ForExport()),
            .. pieces.SelectMany((piece, i) => RawFrame.Bytes(
                FrameType.Data, i == pieces.Length - 1 ? FrameFlags.EndStream : FrameFlags.None, 1, piece)),
        ];
    }

    private static void SetStream(Span<byte> frames, int streamId)
    {
        while (!frames.IsEmpty)
        {
            FrameHeader header = FrameHeader.Read(frames);
            (header with { StreamId = streamId }).Write(frames);
            frames = frames[(FrameHeader.Bytes + header.Length)..];
        }
    }

    private static void Write(PipeWriter to, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> room = to.GetSpan();
            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            to.Advance(count);
            bytes = bytes[count..];
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Takes requests and drops them at once.</summary>
    private sealed class DroppingIntake(SlabPool slabs) : IIntake
    {
        public MetadataTable Metadata => MetadataTable.Empty;

        public Signal Signal => Signal.Traces;

        public long MaxRequestBytes => 8 << 20;

        public SlabAccounts? AccountsOf(in ClientInfo client) => null;

        public Admission Ask(SlabAccounts? accounts = null) => Admission.Admitted;

        public Admission TryRent(int length, out Lease lease, SlabAccounts? accounts = null) =>
            slabs.TryRent(length, BudgetUse.Ingress, out lease) ? Admission.Admitted : Admission.Throttled(TimeSpan.FromSeconds(1));

        public Admission TryGrow(ref Lease lease, int filled, int length) => throw new NotSupportedException();

        public ValueTask<Outcome> DeliverAsync(Lease request, Deadline? deadline, CancellationToken cancel, ClientInfo client = default)
        {
            request.Return();
            return ValueTask.FromResult(Outcome.Ok);
        }

        public void CountRefused(string reason, long bytes) => throw new NotSupportedException(reason);
    }
}
