namespace HotPath.Core.Wire;

/// <summary>
/// A block of the frame (request, resource, scope, metric, data) that a <see cref="CursorWalk"/> has cut: some of its items have gone, some
/// have not. Offsets count from the request's start.
/// <code>
///   FieldStart       Next              End
///   | tag length     | what is unread  |
/// </code>
/// </summary>
internal struct RangeFrame
{
    /// <summary>Where the block's tag is.</summary>
    internal int FieldStart;

    /// <summary>Its field number.</summary>
    internal uint Number;

    /// <summary>The next child that has not gone, behind an open one; the end if none is left.</summary>
    internal int Next;

    /// <summary>Where its content ends.</summary>
    internal int End;

    /// <summary>The request's items in front of its end.</summary>
    internal int LastItem;

    /// <summary>Of a metric: where its live data begins.</summary>
    internal int Live;

    /// <summary>What every piece of the block repeats; never changed once it is made.</summary>
    internal RepeatedField[] Repeated;
}
