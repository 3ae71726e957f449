using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// An inline processor that does not edit a request but writes it anew, with its items under other resources (<c>groupbyattrs</c>). The
/// edits of those before it are written first, and those behind it work on what it wrote. Behind a stage it is given the whole batch as one
/// request, since it is there to merge what the batch gathered.
/// </summary>
public interface IRegroupingProcessor : IInlineProcessor
{
    /// <summary>Writes a request anew. Called from many threads at once.</summary>
    /// <param name="index">The request's rows, as it came or was written last.</param>
    /// <param name="slabs">Where to rent.</param>
    /// <param name="request">The new one, of as many items.</param>
    /// <param name="resources">Resource blocks in it.</param>
    /// <returns>False if the request stays as it is.</returns>
    /// <exception cref="OutOfBudgetException">No room.</exception>
    bool TryRegroup(RequestIndex index, SlabPool slabs, out Lease request, out int resources);

    /// <summary>It has no edits to make.</summary>
    ProcessResult IInlineProcessor.Process(Overlay request) => ProcessResult.Done;
}
