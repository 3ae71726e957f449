using HotPath.Hosting.Grpc;

namespace HotPath.Hosting.Http2;

/// <summary>
/// Remembers what the last few header blocks meant. A client's requests mostly have the same block, byte for byte, once HPACK's table has
/// settled (or if it uses none), and equal bytes mean equal fields as long as no block has changed the table. Belongs to its connection.
/// </summary>
internal sealed class HeadCache
{
    /// <summary>Blocks remembered: one for each signal, and one.</summary>
    private const int Places = 4;

    /// <summary>The longest block remembered.</summary>
    private const int MostBytes = 512;

    private readonly (byte[] Block, RequestHead Head)[] _entries = new (byte[], RequestHead)[Places];
    private long _tableChanges;
    private int _count;
    private int _next;

    /// <summary>What a block means, if it came before and the table did not change since.</summary>
    public bool TryGet(ReadOnlySpan<byte> block, long tableChanges, out RequestHead head)
    {
        if (tableChanges == _tableChanges)
        {
            for (int i = 0; i < _count; i++)
            {
                if (block.SequenceEqual(_entries[i].Block) && _entries[i].Head.IsCurrent)
                {
                    head = _entries[i].Head;
                    return true;
                }
            }
        }

        head = default;
        return false;
    }

    /// <summary>Forgets everything: what the blocks mean has changed.</summary>
    public void Clear()
    {
        Array.Clear(_entries);
        _count = _next = 0;
    }

    /// <summary>Remembers a block that did not change the table.</summary>
    public void Add(ReadOnlySpan<byte> block, long tableChanges, in RequestHead head)
    {
        // A path without an intake may have one after a reload.
        if (block.Length > MostBytes || head.Intake is null)
        {
            return;
        }

        if (tableChanges != _tableChanges)
        {
            _tableChanges = tableChanges;
            _count = _next = 0;
        }

        _entries[_next] = (block.ToArray(), head);
        _next = (_next + 1) % Places;
        _count = Math.Min(_count + 1, Places);
    }
}
