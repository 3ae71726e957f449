namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// Runs a <see cref="GroupProgram"/> over a text: all paths side by side, a character at a time, so in time linear in the text (Pike's
/// way). Its lists are kept between runs; one thread at a time.
/// </summary>
internal sealed class GroupMachine
{
    /// <summary>The most numbers kept from one run to the next.</summary>
    public const int KeptNumbers = 64 * 1024;

    private GroupPaths _now = new();
    private GroupPaths _next = new();

    // What is still to be followed from one instruction on: an instruction, or a slot to be put back (as its complement) and its place.
    private (int What, int Place)[] _open = new (int, int)[64];
    private int[] _slots = new int[16];
    private int[] _found = new int[16];
    private int _opened;
    private int _count;

    /// <summary>Where a group begins (twice its number) and ends (one more) after a run; -1 if it took no part.</summary>
    public int this[int slot] => _found[slot];

    /// <summary>Finds the groups of a match whose bounds are known; false if there is no such match.</summary>
    public bool TryRun(GroupProgram program, ReadOnlySpan<char> text, int start, int end)
    {
        Begin(program, start, program.Slots);
        Follow(program, _now, text, 0, start);
        for (int at = start; at < end; at++)
        {
            Step(program, text, at, _now.Count);
        }

        int done = _now.IndexOf(program.Code.Length - 1);
        if (done >= 0)
        {
            Keep(done, end);
        }

        _now.Clear();
        return done >= 0;
    }

    /// <summary>Finds the bounds of the first match from a place on; false if there is none.</summary>
    public bool TryFind(GroupProgram program, ReadOnlySpan<char> text, int from)
    {
        bool isFound = false;
        Begin(program, from, slots: 2);
        for (int at = from; at <= text.Length && (!isFound || _now.Count > 0); at++)
        {
            if (!isFound && _now.Count == 0 && at < text.Length && !program.MayBeginWith(text[at]))
            {
                continue;
            }

            if (!isFound)
            {
                // A match may begin here, too: less preferred than all that began before.
                _slots[0] = at;
                Follow(program, _now, text, 0, at);
            }

            // What comes after a path that is done is less preferred, and ends here.
            int done = _now.IndexOf(program.Code.Length - 1);
            if (done >= 0)
            {
                Keep(done, at);
                isFound = true;
            }

            if (at < text.Length)
            {
                Step(program, text, at, done < 0 ? _now.Count : done);
            }
        }

        _now.Clear();
        return isFound;
    }

    /// <summary>Gives up large lists.</summary>
    public void Trim()
    {
        if (Math.Max(_now.Numbers, _next.Numbers) > KeptNumbers || _open.Length > KeptNumbers)
        {
            (_now, _next, _open) = (new GroupPaths(), new GroupPaths(), new (int, int)[64]);
        }
    }

    private void Begin(GroupProgram program, int start, int slots)
    {
        _count = slots;
        _now.Fit(program.Code.Length);
        _next.Fit(program.Code.Length);
        if (_slots.Length < slots)
        {
            _slots = new int[slots];
            _found = new int[slots];
        }

        _slots.AsSpan(0, slots).Fill(-1);
        _slots[0] = start;
    }

    private void Keep(int path, int end)
    {
        _now.SlotsOf(path, _count).CopyTo(_found);
        _found[1] = end;
    }

    /// <summary>The first paths take the character at a place.</summary>
    private void Step(GroupProgram program, ReadOnlySpan<char> text, int at, int count)
    {
        char unit = text[at];
        for (int i = 0; i < count; i++)
        {
            int instruction = _now[i];
            GroupInstruction one = program.Code[instruction];
            if (one.Op == GroupOp.One && program.Sets[one.X].Has(unit))
            {
                _now.SlotsOf(i, _count).CopyTo(_slots);
                Follow(program, _next, text, instruction + 1, at + 1);
            }
        }

        (_now, _next) = (_next, _now);
        _next.Clear();
    }

    /// <summary>Adds the paths that an instruction leads to without a character, the preferred ones first.</summary>
    private void Follow(GroupProgram program, GroupPaths paths, ReadOnlySpan<char> text, int instruction, int at)
    {
        Open(instruction, 0);
        while (_opened > 0)
        {
            (int what, int place) = _open[--_opened];
            if (what < 0)
            {
                _slots[~what] = place;
                continue;
            }

            if (!paths.TrySee(what))
            {
                continue;
            }

            GroupInstruction one = program.Code[what];
            switch (one.Op)
            {
                case GroupOp.One or GroupOp.Done:
                    paths.Add(what, _slots.AsSpan(0, _count));
                    break;
                case GroupOp.Either:
                    Open(one.Y, 0);
                    Open(one.X, 0);
                    break;
                case GroupOp.Jump:
                    Open(one.X, 0);
                    break;
                case GroupOp.Save when one.X >= _count:
                    Open(what + 1, 0);
                    break;
                case GroupOp.Save:
                    Open(~one.X, _slots[one.X]);
                    _slots[one.X] = at;
                    Open(what + 1, 0);
                    break;
                default:
                    if (Holds(one.Op, text, at))
                    {
                        Open(what + 1, 0);
                    }

                    break;
            }
        }
    }

    private void Open(int what, int place)
    {
        if (_opened == _open.Length)
        {
            Array.Resize(ref _open, 2 * _open.Length);
        }

        _open[_opened++] = (what, place);
    }

    private static bool Holds(GroupOp anchor, ReadOnlySpan<char> text, int at) => anchor switch
    {
        GroupOp.TextBegin => at == 0,
        GroupOp.TextEnd => at == text.Length,
        GroupOp.LineBegin => at == 0 || text[at - 1] == '\n',
        GroupOp.LineEnd => at == text.Length || text[at] == '\n',
        _ => IsWordEdge(text, at) == (anchor == GroupOp.WordEdge),
    };

    private static bool IsWordEdge(ReadOnlySpan<char> text, int at) =>
        (at > 0 && CharSet.Word.Has(text[at - 1])) != (at < text.Length && CharSet.Word.Has(text[at]));
}
