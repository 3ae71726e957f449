namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// A pattern as instructions that find where its groups lie in a match: a nondeterministic automaton, whose paths have an order of
/// preference (the leftmost alternative first), as RE2 and Go have it. Immutable.
/// </summary>
internal sealed class GroupProgram
{
    /// <summary>The most places that one automaton may note at once: its instructions times the bounds of its groups.</summary>
    public const int MostPlaces = 1 << 20;

    private readonly List<GroupInstruction> _made = [];
    private readonly List<CharSet> _sets = [];
    private ulong _first;
    private ulong _firstHigh;

    private GroupProgram(int groups)
    {
        Slots = 2 * (groups + 1);
        Code = [];
        Sets = [];
    }

    /// <summary>The instructions; the first one begins.</summary>
    public GroupInstruction[] Code { get; private set; }

    /// <summary>The sets that instructions name.</summary>
    public CharSet[] Sets { get; private set; }

    /// <summary>Twice its groups, of which number 0 is the whole match.</summary>
    public int Slots { get; }

    /// <summary>False if no match begins with a UTF-16 unit.</summary>
    public bool MayBeginWith(char unit) => unit >= 128 || (unit < 64 ? _first >> unit : _firstHigh >> (unit - 64)) % 2 != 0;

    /// <summary>Makes the instructions for a translated pattern.</summary>
    /// <exception cref="FormatException">There would be too many.</exception>
    public static GroupProgram Of(Re2Translation translation)
    {
        var program = new GroupProgram(translation.Names.Count);
        program.Emit(GroupParser.Parse(translation.Text));
        program.Add(GroupOp.Done);
        program.Code = [.. program._made];
        program.Sets = [.. program._sets];
        program._made.Clear();
        program.FindFirst(0, new bool[program.Code.Length]);
        return program;
    }

    /// <summary>Which ASCII characters a match may begin with, anchors being passed over: all, if it may be empty.</summary>
    private void FindFirst(int instruction, bool[] seen)
    {
        while (!seen[instruction])
        {
            seen[instruction] = true;
            GroupInstruction one = Code[instruction];
            switch (one.Op)
            {
                case GroupOp.One:
                    for (int unit = 0; unit < 128; unit++)
                    {
                        ulong bit = Sets[one.X].Has((char)unit) ? 1UL << (unit % 64) : 0;
                        (_first, _firstHigh) = unit < 64 ? (_first | bit, _firstHigh) : (_first, _firstHigh | bit);
                    }

                    return;
                case GroupOp.Done:
                    (_first, _firstHigh) = (ulong.MaxValue, ulong.MaxValue);
                    return;
                case GroupOp.Either:
                    FindFirst(one.Y, seen);
                    instruction = one.X;
                    break;
                case GroupOp.Jump:
                    instruction = one.X;
                    break;
                default:
                    instruction++;
                    break;
            }
        }
    }

    private int Add(GroupOp op, int x = 0, int y = 0)
    {
        _made.Add(new GroupInstruction(op, x, y));
        return _made.Count * Slots <= MostPlaces
            ? _made.Count - 1
            : throw new FormatException($"the pattern is too large: its groups and repetitions multiply to more than {MostPlaces} places");
    }

    private void Emit(GroupNode node)
    {
        switch (node)
        {
            case GroupNode.One one:
                int set = _sets.IndexOf(one.Set);
                if (set < 0)
                {
                    set = _sets.Count;
                    _sets.Add(one.Set);
                }

                Add(GroupOp.One, set);
                break;
            case GroupNode.Anchor anchor:
                Add(anchor.Op);
                break;
            case GroupNode.Sequence sequence:
                foreach (GroupNode part in sequence.Parts)
                {
                    Emit(part);
                }

                break;
            case GroupNode.Capture capture:
                Add(GroupOp.Save, 2 * capture.Number);
                Emit(capture.Inside);
                Add(GroupOp.Save, (2 * capture.Number) + 1);
                break;
            case GroupNode.Choice choice:
                EmitChoice(choice);
                break;
            case GroupNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
        }
    }

    /// <summary>Either(a, next) a jump-to-end next: Either(b, …) b …</summary>
    private void EmitChoice(GroupNode.Choice choice)
    {
        var jumps = new List<int>();
        for (int i = 0; i < choice.Parts.Count; i++)
        {
            bool isLast = i == choice.Parts.Count - 1;
            int fork = isLast ? -1 : Add(GroupOp.Either);
            Emit(choice.Parts[i]);
            if (!isLast)
            {
                jumps.Add(Add(GroupOp.Jump));
                _made[fork] = new GroupInstruction(GroupOp.Either, fork + 1, _made.Count);
            }
        }

        jumps.ForEach(jump => _made[jump] = new GroupInstruction(GroupOp.Jump, _made.Count));
    }

    /// <summary>As Go does: x{2,} is xx+, x{1,3} is x(x(x)?)?, and x* is (x+)? if x may be empty.</summary>
    private void EmitRepeat(GroupNode.Repeat repeat)
    {
        bool isOpen = repeat.Most < 0;
        for (int i = isOpen ? 1 : 0; i < repeat.Least; i++)
        {
            Emit(repeat.Inside);
        }

        if (isOpen && repeat.Least == 0)
        {
            EmitStar(repeat);
        }
        else if (isOpen)
        {
            EmitPlus(repeat);
        }

        var forks = new List<int>();
        for (int i = repeat.Least; i < repeat.Most; i++)
        {
            forks.Add(Add(GroupOp.Either));
            Emit(repeat.Inside);
        }

        forks.ForEach(fork => Fork(fork, fork + 1, _made.Count, repeat.IsLazy));
    }

    private void EmitStar(GroupNode.Repeat repeat)
    {
        int fork = Add(GroupOp.Either);
        if (repeat.Inside.MayBeEmpty)
        {
            EmitPlus(repeat);
        }
        else
        {
            Emit(repeat.Inside);
            Add(GroupOp.Jump, fork);
        }

        Fork(fork, fork + 1, _made.Count, repeat.IsLazy);
    }

    private void EmitPlus(GroupNode.Repeat repeat)
    {
        int start = _made.Count;
        Emit(repeat.Inside);
        int fork = Add(GroupOp.Either);
        Fork(fork, start, fork + 1, repeat.IsLazy);
    }

    private void Fork(int at, int inside, int behind, bool isLazy) =>
        _made[at] = isLazy ? new GroupInstruction(GroupOp.Either, behind, inside) : new GroupInstruction(GroupOp.Either, inside, behind);
}
