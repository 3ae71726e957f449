using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>
/// Walks the parts of a batch and has a <see cref="SignalText"/> write what they hold. Parts that are cut out of a request are shown as
/// they will leave: without the blocks that have nothing in the cut. Resources are numbered over the whole batch.
/// </summary>
internal sealed class RequestText
{
    // The frame is the same for all signals: request { block = 1 }, block { scope block = 2 }, scope block { item = 2 }.
    private const int Blocks = 1, ScopeBlocks = 2, Items = 2;

    private readonly SignalText _text;
    private int _resources;

    public RequestText(SignalText text) => _text = text;

    /// <summary>Writes one part. Yields after each item, so that the caller can send on what has been written.</summary>
    public IEnumerable<int> Add(Part part) =>
        Add(part.Lease.Memory, part.FirstItem, part.IsWhole ? int.MaxValue : part.FirstItem + part.Items, part.IsWhole);

    /// <summary>
    /// Writes the items [<paramref name="first"/>, <paramref name="end"/>) of a request; all blocks, also empty ones, if it is whole.
    /// </summary>
    internal IEnumerable<int> Add(ReadOnlyMemory<byte> request, int first, int end, bool isWhole)
    {
        int item = 0;
        int blockAt = 0;
        while (TryNext(request, Blocks, ref blockAt, out ReadOnlyMemory<byte> block))
        {
            int blockItems = CountInBlock(block.Span);
            if (!isWhole && !Overlaps(item, blockItems, first, end))
            {
                item += blockItems;
                continue;
            }

            _text.AddResource(_resources++, block.Span);
            int scopeAt = 0;
            int scopes = 0;
            while (TryNext(block, ScopeBlocks, ref scopeAt, out ReadOnlyMemory<byte> scope))
            {
                int scopeItems = CountInScope(scope.Span);
                if (isWhole || Overlaps(item, scopeItems, first, end))
                {
                    _text.AddScope(scopes++, scope.Span);
                    foreach (int shown in AddItems(scope, item, first, end, isWhole))
                    {
                        yield return shown;
                    }
                }

                item += scopeItems;
            }
        }
    }

    private IEnumerable<int> AddItems(ReadOnlyMemory<byte> scope, int item, int first, int end, bool isWhole)
    {
        int at = 0;
        int messages = 0;
        while (TryNext(scope, Items, ref at, out ReadOnlyMemory<byte> message))
        {
            int count = _text.CountItems(message.Span);
            if (isWhole || Overlaps(item, count, first, end))
            {
                int from = Math.Max(first - item, 0);
                _text.AddItem(messages++, message.Span, from, Math.Min(end - item, count) - from);
                yield return messages;
            }

            item += count;
        }
    }

    private int CountInBlock(ReadOnlySpan<byte> block)
    {
        int items = 0;
        ProtoReader reader = new(block);
        while (reader.Next())
        {
            items += reader.Field == ScopeBlocks && reader.IsBytes ? CountInScope(reader.Bytes) : 0;
        }

        return items;
    }

    private int CountInScope(ReadOnlySpan<byte> scope)
    {
        int items = 0;
        ProtoReader reader = new(scope);
        while (reader.Next())
        {
            items += reader.Field == Items && reader.IsBytes ? _text.CountItems(reader.Bytes) : 0;
        }

        return items;
    }

    private static bool Overlaps(int item, int count, int first, int end) => item < end && item + count > first && count > 0;

    private static bool TryNext(ReadOnlyMemory<byte> message, int field, ref int at, out ReadOnlyMemory<byte> bytes)
    {
        ProtoReader reader = new(message.Span, at);
        while (reader.Next())
        {
            at = reader.Position;
            if (reader.Field == field && reader.IsBytes)
            {
                bytes = message.Slice(at - reader.Bytes.Length, reader.Bytes.Length);
                return true;
            }
        }

        bytes = default;
        return false;
    }
}
