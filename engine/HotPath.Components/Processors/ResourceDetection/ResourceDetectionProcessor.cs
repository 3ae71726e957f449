using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>
/// Adds what was detected at start to every resource. What lies below them is not looked at. Until it is known, nobody waits: requests are
/// refused, to be sent again.
/// </summary>
internal sealed class ResourceDetectionProcessor(Task<Detected[]> detection, bool isOverriding) : IInlineProcessor
{
    /// <inheritdoc/>
    public IndexDepth Depth => IndexDepth.ResourceAttributes;

    /// <summary>It drops nothing.</summary>
    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request)
    {
        if (!detection.IsCompletedSuccessfully)
        {
            return ProcessResult.Failed("the gateway is still finding out where it runs (resourcedetection); send it again");
        }

        Detected[] detected = detection.Result;
        int count = request.Index.Resources.Length;
        for (int resource = 0; resource < count; resource++)
        {
            if (request.IsDropped(Owner.ResourceBlock(resource)))
            {
                continue;
            }

            AttributeView attributes = request.AttributesOf(Owner.Resource(resource));
            foreach (Detected found in detected)
            {
                if (isOverriding)
                {
                    attributes.Upsert(found.Key, found.Value.Value);
                }
                else
                {
                    attributes.Insert(found.Key, found.Value.Value);
                }
            }
        }

        return ProcessResult.Done;
    }
}
