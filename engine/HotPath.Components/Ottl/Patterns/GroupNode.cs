namespace HotPath.Components.Ottl.Patterns;

/// <summary>A piece of a pattern, as far as its groups are concerned.</summary>
internal abstract record GroupNode
{
    /// <summary>True if it can match without taking a character.</summary>
    public abstract bool MayBeEmpty { get; }

    /// <summary>One UTF-16 unit of a set.</summary>
    internal sealed record One(CharSet Set) : GroupNode
    {
        public override bool MayBeEmpty => false;
    }

    /// <summary>A condition on the place; takes nothing.</summary>
    internal sealed record Anchor(GroupOp Op) : GroupNode
    {
        public override bool MayBeEmpty => true;
    }

    /// <summary>One after the other.</summary>
    internal sealed record Sequence(IReadOnlyList<GroupNode> Parts) : GroupNode
    {
        public override bool MayBeEmpty => Parts.All(part => part.MayBeEmpty);
    }

    /// <summary>One of them, the first that fits the rest being preferred.</summary>
    internal sealed record Choice(IReadOnlyList<GroupNode> Parts) : GroupNode
    {
        public override bool MayBeEmpty => Parts.Any(part => part.MayBeEmpty);
    }

    /// <summary>A group that is remembered, by its number from 1 on.</summary>
    internal sealed record Capture(int Number, GroupNode Inside) : GroupNode
    {
        public override bool MayBeEmpty => Inside.MayBeEmpty;
    }

    /// <summary>As often as said; <see cref="Most"/> is -1 for no bound.</summary>
    internal sealed record Repeat(GroupNode Inside, int Least, int Most, bool IsLazy) : GroupNode
    {
        public override bool MayBeEmpty => Least == 0 || Inside.MayBeEmpty;
    }
}
