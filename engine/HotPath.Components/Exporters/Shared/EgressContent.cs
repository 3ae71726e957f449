using System.Buffers;
using System.Net;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// The body of a request, one message, written straight from slabs, behind a prefix if the protocol has one. Segments shorter than
/// <see cref="JoinBelowBytes"/> are joined in a small buffer first, since each write becomes frames or a system call of its own.
/// </summary>
/// <remarks>
/// HttpClient may still be writing a body when it has answered, or given up, and may write one twice. <see cref="EndAsync"/> closes the
/// message and waits until nobody reads it any more; only then may the slabs go back.
/// </remarks>
internal class EgressContent : HttpContent
{
    /// <summary>Segments shorter than an HTTP/2 frame are copied together; longer ones are written from where they are.</summary>
    internal const int JoinBelowBytes = 16 * 1024;

    /// <summary>How much is joined before it is written.</summary>
    internal const int JoinBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private IEgressMessage? _message;
    private TaskCompletionSource? _ended;
    private int _running;
    private int _unwritten;

    /// <summary>How many bytes stand before the message; a few.</summary>
    protected virtual int PrefixLength => 0;

    /// <summary>True while the content can carry another message: no write of the last one had to be cut off.</summary>
    public bool IsReusable => !_stop.IsCancellationRequested;

    /// <summary>Opens the content for a message, which must not change until <see cref="EndAsync"/> has completed.</summary>
    public void Begin(IEgressMessage message)
    {
        lock (_lock)
        {
            _message = message;
            Headers.ContentLength = PrefixLength + message.Length;
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

    /// <summary>Writes the prefix; it has <see cref="PrefixLength"/> bytes.</summary>
    protected virtual void WritePrefix(IEgressMessage message, Span<byte> prefix)
    {
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IEgressMessage message = Enter();
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
        length = PrefixLength + (_message?.Length ?? 0);
        return _message is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stop.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask WriteAsync(Stream stream, IEgressMessage message, byte[] join, CancellationToken cancel)
    {
        int joined = PrefixLength;
        WritePrefix(message, join.AsSpan(0, joined));
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

    private IEgressMessage Enter()
    {
        lock (_lock)
        {
            IEgressMessage message = _message ?? throw new InvalidOperationException("The call has ended: its message must not be read.");
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
