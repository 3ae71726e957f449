using System.Runtime.CompilerServices;

namespace HotPath.Core.Json;

/// <summary>Content whose length stands before it.</summary>
internal unsafe ref partial struct WireOutput
{
    /// <summary>Begins content whose length is not known yet; the answer goes to <see cref="End"/>.</summary>
    /// <param name="width">How many bytes the length will have, probably.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long Begin(int width)
    {
        width = Reserved(width);
        HasRoom(width);
        return _at += width;
    }

    /// <summary>Ends the content that began at <paramref name="start"/> and writes its length before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void End(long start, int width)
    {
        var length = _at - start;
        if (length < 0x80 && width == 1 && IsWriting)
        {
            _wire[start - 1] = (byte)length;
            return;
        }

        LongEnd(start, Reserved(width));
    }

    private readonly int Reserved(int width) => _isExact ? 1 : width;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LongEnd(long start, int reserved)
    {
        var length = _at - start;
        var wider = VarintLength((ulong)length) - reserved;
        if (wider > 0)
        {
            HasRoom(wider);
        }

        if (IsWriting)
        {
            if (wider != 0)
            {
                Buffer.MemoryCopy(_wire + start, _wire + start + wider, length, length);
            }

            Put(_wire + start - reserved, (ulong)length);
        }

        _at += wider;
    }
}
