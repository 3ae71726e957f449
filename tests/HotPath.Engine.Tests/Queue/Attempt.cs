using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Tests.Queue;

/// <summary>One attempt that a <see cref="ManualExporter"/> was asked for; it lasts until the test answers it or it is cancelled.</summary>
internal sealed class Attempt
{
    private readonly TaskCompletionSource<SendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Attempt(Batch batch, CancellationToken cancel)
    {
        Batch = batch;
        Items = batch.Items;
        Cancel = cancel;

        // Whichever comes first decides, at once and for good: a stop right behind an answer does not take it back.
        cancel.UnsafeRegister(static (self, token) => ((Attempt)self!)._answer.TrySetCanceled(token), this);
    }

    public Batch Batch { get; }

    public int Items { get; }

    public CancellationToken Cancel { get; }

    public Task<SendResult> Answered => _answer.Task;

    /// <summary>Means nothing to an attempt that was cancelled before.</summary>
    public void Answer(SendResult result) => _answer.TrySetResult(result);

    public void Deliver() => Answer(SendResult.Delivered);

    public void Fail(string reason = "unavailable", TimeSpan retryAfter = default) =>
        Answer(new SendResult(SendStatus.Retryable, 0, retryAfter, reason, "rpc error: code = Unavailable desc = down"));

    public void Refuse(string reason = "invalid_argument") =>
        Answer(new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, reason, "rpc error: code = InvalidArgument desc = bad"));
}
