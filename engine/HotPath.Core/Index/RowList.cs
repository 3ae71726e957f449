using System.Runtime.CompilerServices;

namespace HotPath.Core.Index;

/// <summary>
/// A growing list of fixed-size rows in an <see cref="Arena"/>. A reference into it holds until the next <see cref="Add"/>.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
internal unsafe struct RowList<T>
    where T : unmanaged
{
    private const int FirstRows = 16;

    private T* _rows;
    private int _capacity;

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>The rows.</summary>
    public readonly Span<T> Span => new(_rows, Count);

    /// <summary>The row at an index, which the caller knows to be there.</summary>
    public readonly ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Count)
            {
                ThrowOutside();
            }

            return ref _rows[index];
        }
    }

    /// <summary>Forgets the rows and their memory, which is the arena's.</summary>
    public void Clear() => this = default;

    /// <summary>Forgets the rows from a place on.</summary>
    public void Truncate(int rows) => Count = rows;

    /// <summary>Makes room ahead.</summary>
    public void Reserve(Arena arena, int rows)
    {
        if (rows > _capacity)
        {
            Grow(arena, rows);
        }
    }

    /// <summary>Adds a row of any content.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Add(Arena arena)
    {
        if (Count == _capacity)
        {
            Grow(arena, Math.Max(FirstRows, _capacity * 2));
        }

        return ref _rows[Count++];
    }

    /// <summary>Adds so many rows of zeroes.</summary>
    public void AddZeroed(Arena arena, int rows)
    {
        Reserve(arena, Count + rows);
        new Span<T>(_rows + Count, rows).Clear();
        Count += rows;
    }

    /// <summary>Adds so many rows of any content; returns the first one's index.</summary>
    public int AddRange(Arena arena, int rows)
    {
        if (Count + rows > _capacity)
        {
            Grow(arena, Math.Max(Math.Max(FirstRows, _capacity * 2), Count + rows));
        }

        int first = Count;
        Count += rows;
        return first;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(Arena arena, int capacity)
    {
        T* rows = (T*)arena.Take((long)capacity * sizeof(T));
        new ReadOnlySpan<T>(_rows, Count).CopyTo(new Span<T>(rows, Count));
        _rows = rows;
        _capacity = capacity;
    }

    private static void ThrowOutside() =>
        throw new ArgumentOutOfRangeException("index", "there is no such row; does the index reach that deep?");
}
