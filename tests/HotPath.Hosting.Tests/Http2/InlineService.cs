using System.Buffers;
using System.IO.Pipelines;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Http;
using HotPath.Hosting.Http2;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>
/// One connection of our own HTTP/2 over pipes instead of a socket: whatever is sent is served on the sender's thread before sending
/// returns, so that what it allocates can be counted.
/// </summary>
internal sealed class InlineService : IAsyncDisposable
{
    /// <summary>Stands still: a timer that fired would run the connection on another thread.</summary>
    private readonly FakeClock _clock = new();

    private readonly SlabPool _slabs = new(new MemoryBudget(64 << 20, 64 << 20));
    private readonly BlockPool _blocks = new(HostLimits.Default.BlockBytes, static _ => { });
    private readonly GrpcApplication _application;
    private readonly Http2Service _service;
    private readonly DefaultConnectionContext _connection;
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;
    private readonly Task _served;
    private int _streamId = 1;

    private InlineService(IServerAuthenticator? auth)
    {
        Intake = new DroppingIntake(_slabs);
        _application = new GrpcApplication(
            new GrpcRoutes([Intake]), GrpcRig.Plan, "size", HostLimits.Default, _clock, NullLogger.Instance)
        {
            Auth = auth,
        };
        var peers = new PeerLog(true, false, null, "test", NullLogger.Instance, _clock);
        var gate = new PeerGate(peers, TimeSpan.FromSeconds(10), _clock);
        _service = new Http2Service(GrpcRig.Plan, _application, new HttpRoutes(HttpPathsPlan.Default, []), gate, peers);
        var options =
            new PipeOptions(_blocks, PipeScheduler.Inline, PipeScheduler.Inline, 0, 0, 32 * 1024, useSynchronizationContext: false);
        _toServer = new Pipe(options);
        _toClient = new Pipe(options);
        _connection = new DefaultConnectionContext("test") { Transport = new Duplex(_toServer.Reader, _toClient.Writer) };
        _served = _service.RunAsync(_connection, static _ => throw new InvalidOperationException("not HTTP/2"));
    }

    /// <summary>Where requests go.</summary>
    public DroppingIntake Intake { get; }

    /// <summary>Opens the connection, with all the window there can be.</summary>
    public static async Task<InlineService> StartAsync(IServerAuthenticator? auth = null)
    {
        var service = new InlineService(auth);
        await service._toServer.Writer.WriteAsync(
            (byte[])[.. Http2Limits.Preface, .. RawFrame.Settings(), .. RawFrame.WindowUpdate(0, 1 << 30)]);
        return service;
    }

    /// <summary>The frames of a request, its message in DATA frames of the default size.</summary>
    public static byte[] Request(byte[] message, params (string Name, string Value)[] more)
    {
        byte[][] pieces = [.. GrpcMessages.Frame(message).Chunk(Http2Limits.LeastMaxFrameBytes)];
        return
        [
            .. RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, 1, RawBlock.ForExport(more)),
            .. pieces.SelectMany((piece, i) => RawFrame.Bytes(
                FrameType.Data, i == pieces.Length - 1 ? FrameFlags.EndStream : FrameFlags.None, 1, piece)),
        ];
    }

    /// <summary>Sends frames on the next stream, and reads what the server says to that. Nothing here allocates.</summary>
    public async ValueTask SendAsync(byte[] frames)
    {
        SetStream(frames, _streamId);
        _streamId += 2;
        Write(_toServer.Writer, frames);
        (await _toServer.Writer.FlushAsync()).IsCompleted.ShouldBeFalse();
        _toClient.Reader.TryRead(out ReadResult answers).ShouldBeTrue();
        _toClient.Reader.AdvanceTo(answers.Buffer.End);
    }

    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await _served;
        await _connection.DisposeAsync();
        _service.Dispose();
        _application.Dispose();
        _blocks.Dispose();
        _slabs.Dispose();
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
}
