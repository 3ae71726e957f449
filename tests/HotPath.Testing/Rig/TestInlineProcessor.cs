using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Testing.Rig;

/// <summary>The processor of <see cref="TestInlineFactory"/>.</summary>
internal sealed class TestInlineProcessor(TestInlinePlan plan) : IInlineProcessor
{
    public IndexDepth Depth => IndexDepth.Items;

    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    public ProcessResult Process(Overlay request)
    {
        if (plan.Error.Length > 0)
        {
            return ProcessResult.Failed(plan.Error);
        }

        for (int item = 0; plan.DropEvery > 0 && item < request.Index.Items.Length; item += plan.DropEvery)
        {
            request.Drop(Owner.Item(item));
        }

        if (plan.Prune)
        {
            request.DropEmpty(metrics: true);
        }

        return ProcessResult.Done;
    }
}
