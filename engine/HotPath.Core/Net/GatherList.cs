using System.Buffers;
using System.Runtime.InteropServices;

namespace HotPath.Core.Net;

/// <summary>
/// Bytes to send, in the pieces in which they lie: what the kernel takes in one call (<c>sendmsg</c> over an array of <c>iovec</c>),
/// copying none of them before. Short ones, such as frame headers, are copied into room of the list's own. What was sent is let go of. One
/// list per connection, used again and again; it allocates nothing but its two native blocks. Not thread-safe.
/// <code>
///   pieces:   ┊ sent ┊ header │ slab … │ slab … │ header │ slab … ┊
///                    └ _first                                     └ _count
/// </code>
/// </summary>
public sealed unsafe class GatherList : IDisposable
{
    /// <summary>The most pieces the kernel takes in one call: IOV_MAX.</summary>
    public const int MaxPieces = 1024;

    /// <summary>Room for what is copied, in bytes.</summary>
    public const int MaxCopiedBytes = 64 * 1024;

    private readonly NetLibc.Piece* _pieces;
    private readonly byte* _room;
    private readonly MemoryHandle[] _pins = new MemoryHandle[MaxPieces];
    private int _pinCount;
    private int _first;
    private int _count;
    private int _copied;
    private bool _disposed;

    /// <summary>Makes an empty list.</summary>
    public GatherList()
    {
        _pieces = (NetLibc.Piece*)NativeMemory.Alloc(MaxPieces, (nuint)sizeof(NetLibc.Piece));
        _room = (byte*)NativeMemory.Alloc(MaxCopiedBytes);
    }

    /// <summary>Frees the native blocks of a list that nobody disposed.</summary>
    ~GatherList() => Free();

    /// <summary>True where <see cref="TrySend"/> works; elsewhere use <see cref="Take"/>.</summary>
    public static bool CanSend => OperatingSystem.IsLinux();

    /// <summary>Bytes not sent yet.</summary>
    public long Bytes { get; private set; }

    /// <summary>True if there is nothing left to send.</summary>
    public bool IsEmpty => Bytes == 0;

    /// <summary>True if so many more pieces, and so many more copied bytes, can be added.</summary>
    public bool HasRoom(int pieces, int copiedBytes) => _count + pieces <= MaxPieces && _copied + copiedBytes <= MaxCopiedBytes;

    /// <summary>Adds bytes where they lie; they must stay there, and stay the same, until they are sent, detached or cleared.</summary>
    /// <exception cref="InvalidOperationException">There is no room for another piece.</exception>
    public void Add(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        Demand(HasRoom(1, 0));
        MemoryHandle pin = bytes.Pin();
        _pins[_pinCount++] = pin;
        Append((byte*)pin.Pointer, bytes.Length);
    }

    /// <summary>Room for so many bytes, to be filled at once; it is sent behind what was added before.</summary>
    /// <exception cref="InvalidOperationException">There is too little room.</exception>
    public Span<byte> Reserve(int bytes)
    {
        Demand(HasRoom(1, bytes));
        byte* start = _room + _copied;
        _copied += bytes;
        if (_count > _first && _pieces[_count - 1].Start + _pieces[_count - 1].Length == start)
        {
            _pieces[_count - 1].Length += (nuint)bytes;
            Bytes += bytes;
        }
        else
        {
            Append(start, bytes);
        }

        return new Span<byte>(start, bytes);
    }

    /// <summary>
    /// Sends without waiting, until all is sent or the socket takes no more. What was sent is off the list.
    /// </summary>
    /// <param name="socket">A connected stream socket.</param>
    /// <param name="errno">0, or the system's error.</param>
    /// <returns>False if there was an error.</returns>
    public bool TrySend(SafeHandle socket, out int errno)
    {
        errno = 0;
        while (Bytes > 0)
        {
            NetLibc.MessageHeader message = default;
            message.Pieces = _pieces + _first;
            message.PieceCount = (nuint)(_count - _first);
            nint sent = NetLibc.SendMessage(socket, &message, NetLibc.DontWait | NetLibc.NoSignal);
            if (sent >= 0)
            {
                Advance(sent);
                continue;
            }

            errno = Marshal.GetLastPInvokeError();
            if (errno == NetLibc.Again)
            {
                errno = 0;
                return true;
            }

            if (errno != NetLibc.Interrupted)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Copies the next bytes, as many as fit, and takes them off the list.</summary>
    public int Take(Span<byte> to)
    {
        int taken = 0;
        while (taken < to.Length && Bytes > 0)
        {
            ref NetLibc.Piece piece = ref _pieces[_first];
            int length = (int)Math.Min(piece.Length, (nuint)(to.Length - taken));
            new ReadOnlySpan<byte>(piece.Start, length).CopyTo(to[taken..]);
            taken += length;
            Advance(length);
        }

        return taken;
    }

    /// <summary>Copies all that is left into an array of its own, so that what was added may change or go: for the rare case.</summary>
    public void Detach()
    {
        if (Bytes == 0)
        {
            return;
        }

        byte[] copy = GC.AllocateUninitializedArray<byte>(checked((int)Bytes));
        Take(copy);
        Add(copy);
    }

    /// <summary>Takes everything off the list.</summary>
    public void Clear()
    {
        for (int i = 0; i < _pinCount; i++)
        {
            _pins[i].Dispose();
            _pins[i] = default;
        }

        _pinCount = 0;
        _first = 0;
        _count = 0;
        _copied = 0;
        Bytes = 0;
    }

    /// <summary>Clears the list and frees its memory.</summary>
    public void Dispose()
    {
        Clear();
        Free();
        GC.SuppressFinalize(this);
    }

    private static void Demand(bool hasRoom)
    {
        if (!hasRoom)
        {
            throw new InvalidOperationException($"The list is full: it holds {MaxPieces} pieces and {MaxCopiedBytes} copied bytes.");
        }
    }

    private void Append(byte* start, int length)
    {
        _pieces[_count++] = new NetLibc.Piece { Start = start, Length = (nuint)length };
        Bytes += length;
    }

    private void Advance(nint bytes)
    {
        Bytes -= bytes;
        if (Bytes == 0)
        {
            Clear();
            return;
        }

        while (bytes > 0)
        {
            ref NetLibc.Piece piece = ref _pieces[_first];
            if ((nuint)bytes < piece.Length)
            {
                piece.Start += bytes;
                piece.Length -= (nuint)bytes;
                return;
            }

            bytes -= (nint)piece.Length;
            _first++;
        }
    }

    private void Free()
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.Free(_pieces);
            NativeMemory.Free(_room);
        }
    }
}
