using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// A processor without state of its own that waits for nothing: it looks at one request and edits it. It runs on the receiving thread,
/// before anything is acknowledged; behind a stage (<c>batch</c>), on the stage's. One object serves a pipeline:
/// <see cref="Process(Overlay)"/> is called from many threads at once, and for a span allocates nothing.
/// </summary>
public interface IInlineProcessor
{
    /// <summary>What it reads, so that the index holds it. Constant.</summary>
    IndexDepth Depth { get; }

    /// <summary>
    /// The keys under which it reads or edits attributes of items; null = any, or all of them. If every processor of a request names its
    /// keys, other attributes get no rows. Who names keys reaches attributes only by these keys, and adds one only where its key is not
    /// there. Constant.
    /// </summary>
    IReadOnlyList<AttributeKey>? ItemKeys => null;

    /// <summary>The reason under which the items that it drops are counted (see <see cref="DropReason"/>). Constant.</summary>
    string DropReason { get; }

    /// <summary>Counts of its own, for the gateway's metrics. Constant.</summary>
    IReadOnlyList<InlineCounter> Counters => [];

    /// <summary>Histograms of its own, for the gateway's metrics. Constant.</summary>
    IReadOnlyList<StageHistogram> Histograms => [];

    /// <summary>
    /// Edits a request. What is dropped already must be passed over. <see cref="OutOfBudgetException"/> may pass through; any other
    /// exception is a fault of the gateway's own.
    /// </summary>
    /// <returns>
    /// <see cref="ProcessResult.Done"/>, or an error that refuses the whole request to its sender (<c>error_mode: propagate</c>).
    /// </returns>
    ProcessResult Process(Overlay request);

    /// <summary>
    /// As <see cref="Process(Overlay)"/>, for who asks who sent the request; behind a <c>batch</c>, what that left of it.
    /// </summary>
    ProcessResult Process(Overlay request, in ClientInfo client) => Process(request);
}
