namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// The paths that a <see cref="GroupMachine"/> follows at one place of the text, in their order of preference: each waits at an instruction
/// and has the places that it noted. An instruction is seen once; whoever comes later is less preferred.
/// </summary>
internal sealed class GroupPaths
{
    private int[] _waiting = [];
    private int[] _slots = [];

    // A sparse set: an instruction is in it if its number lies where _where says, among the first _seenCount. Nothing needs clearing.
    private int[] _seen = [];
    private int[] _where = [];
    private int _seenCount;

    /// <summary>How many paths wait.</summary>
    public int Count { get; private set; }

    /// <summary>How many numbers are held.</summary>
    public int Numbers => _slots.Length + (3 * _seen.Length);

    /// <summary>The instruction at which a path waits.</summary>
    public int this[int path] => _waiting[path];

    /// <summary>The places that a path noted.</summary>
    public ReadOnlySpan<int> SlotsOf(int path, int slots) => _slots.AsSpan(path * slots, slots);

    /// <summary>The path that waits at an instruction; -1 if none does.</summary>
    public int IndexOf(int instruction) => _waiting.AsSpan(0, Count).IndexOf(instruction);

    /// <summary>Makes room for a program.</summary>
    public void Fit(int instructions)
    {
        if (_seen.Length < instructions)
        {
            _seen = new int[instructions];
            _where = new int[instructions];
            _waiting = new int[instructions];
        }
    }

    /// <summary>False if the instruction was seen before.</summary>
    public bool TrySee(int instruction)
    {
        int where = _where[instruction];
        if ((uint)where < (uint)_seenCount && _seen[where] == instruction)
        {
            return false;
        }

        _where[instruction] = _seenCount;
        _seen[_seenCount++] = instruction;
        return true;
    }

    /// <summary>Adds a path that waits, after all others.</summary>
    public void Add(int instruction, ReadOnlySpan<int> slots)
    {
        int end = (Count + 1) * slots.Length;
        if (end > _slots.Length)
        {
            Array.Resize(ref _slots, Math.Max(2 * end, 64));
        }

        slots.CopyTo(_slots.AsSpan(end - slots.Length));
        _waiting[Count++] = instruction;
    }

    /// <summary>Forgets all paths.</summary>
    public void Clear()
    {
        Count = 0;
        _seenCount = 0;
    }
}
