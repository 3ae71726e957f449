using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// The body of a gRPC call, one message, written straight from slabs:
/// <code>
///   0         1                   5
///   ├─────────┼───────────────────┼──────────────────────────
///   │ flag: 1 │ length of message │ message
///   │ if gzip │ 32 bits, big end  │
/// </code>
/// (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). Segments shorter than <see cref="JoinBelowBytes"/> are joined in a
/// small buffer first, since each write becomes HTTP/2 frames of its own.
/// </summary>
/// <remarks>
/// HttpClient may still be writing a body when it has answered, or given up, and may write one twice. <see cref="EndAsync"/> closes the
/// message and waits until nobody reads it any more; only then may the slabs go back.
/// </remarks>
internal sealed class GrpcContent : HttpContent
{
    /// <summary>Bytes before the message.</summary>
    internal const int PrefixBytes = 5;

    /// <summary>Segments shorter than an HTTP/2 frame are copied together; longer ones are written from where they are.</summary>
    internal const int JoinBelowBytes = 16 * 1024;

    /// <summary>How much is joined before it is written.</summary>
    internal const int JoinBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private IGrpcMessage? _message;
    private TaskCompletionSource? _ended;
    private int _running;
    private int _unwritten;

    public GrpcContent() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

    /// <summary>True while the content can carry another message: no write of the last one had to be cut off.</summary>
    public bool IsReusable => !_stop.IsCancellationRequested;

    /// <summary>Opens the content for a message, which must not change until <see cref="EndAsync"/> has completed.</summary>
    public void Begin(IGrpcMessage message)
    {
        lock (_lock)
        {
            _message = message;
            Headers.ContentLength = PrefixBytes + message.Length;
        }
    }

    /// <summary>
    /// Closes the content: nobody begins to read the message from here, and when the task completes nobody does any more.
    /// </summary>
    /// <param name="cancel">The call's own token.</param>
    public async ValueTask EndAsync(CancellationToken cancel)
    {
        Task ended;
        bool isUnwritten;
        lock (_lock)
        {
            _message = null;
            if (_running == 0)
            {
                return;
            }

            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ended = _ended.Task;
            isUnwritten = _unwritten > 0;
        }

        if (isUnwritten)
        {
            // The backend answered early, or never: the rest of the message is of no use.
            await _stop.CancelAsync();
        }

        // Otherwise only the flush of what was written is left. A peer that does not read can hold it up, within the call's time.
        await using (cancel.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop))
        {
            await ended;
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IGrpcMessage message = Enter();
        bool written = false;
        byte[] join = ArrayPool<byte>.Shared.Rent(JoinBytes);
        try
        {
            // The stream ends its writes itself when the request is cancelled; the token of our own ends them when the request has ended.
            await WriteAsync(stream, message, join, _stop.Token);
            Leave(ref written);
            await stream.FlushAsync(_stop.Token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(join);
            Leave(ref written);
            Exit();
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = PrefixBytes + (_message?.Length ?? 0);
        return _message is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stop.Dispose();
        base.Dispose(disposing);
    }

    private static async ValueTask WriteAsync(Stream stream, IGrpcMessage message, byte[] join, CancellationToken cancel)
    {
        join[0] = message.IsCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(join.AsSpan(1), checked((uint)message.Length));
        int joined = PrefixBytes;
        for (int i = 0; i < message.Count; i++)
        {
            ReadOnlyMemory<byte> segment = message[i];
            bool isLong = segment.Length >= JoinBelowBytes;
            if (joined > 0 && (isLong || joined + segment.Length > JoinBytes))
            {
                await stream.WriteAsync(join.AsMemory(0, joined), cancel);
                joined = 0;
            }

            if (isLong)
            {
                await stream.WriteAsync(segment, cancel);
            }
            else
            {
                segment.CopyTo(join.AsMemory(joined));
                joined += segment.Length;
            }
        }

        if (joined > 0)
        {
            await stream.WriteAsync(join.AsMemory(0, joined), cancel);
        }
    }

    private IGrpcMessage Enter()
    {
        lock (_lock)
        {
            IGrpcMessage message = _message ?? throw new InvalidOperationException("The call has ended: its message must not be read.");
            _running++;
            _unwritten++;
            return message;
        }
    }

    private void Leave(ref bool written)
    {
        lock (_lock)
        {
            _unwritten -= written ? 0 : 1;
            written = true;
        }
    }

    private void Exit()
    {
        lock (_lock)
        {
            if (--_running == 0)
            {
                _ended?.TrySetResult();
                _ended = null;
            }
        }
    }
}
