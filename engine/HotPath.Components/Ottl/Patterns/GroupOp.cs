namespace HotPath.Components.Ottl.Patterns;

/// <summary>What an instruction of a <see cref="GroupProgram"/> does.</summary>
internal enum GroupOp : byte
{
    /// <summary>Takes one UTF-16 unit of the set with the index <c>X</c>; then the next instruction.</summary>
    One,

    /// <summary>Both <c>X</c> and <c>Y</c>; X is preferred.</summary>
    Either,

    /// <summary>Goes to <c>X</c>.</summary>
    Jump,

    /// <summary>Notes the place in the slot <c>X</c>: twice a group's number for its begin, one more for its end.</summary>
    Save,

    /// <summary>Holds at the text's begin only.</summary>
    TextBegin,

    /// <summary>Holds at the text's end only.</summary>
    TextEnd,

    /// <summary>Holds at the text's begin and behind a line feed.</summary>
    LineBegin,

    /// <summary>Holds at the text's end and before a line feed.</summary>
    LineEnd,

    /// <summary>Holds where a word begins or ends.</summary>
    WordEdge,

    /// <summary>Holds elsewhere.</summary>
    NoWordEdge,

    /// <summary>The pattern has matched.</summary>
    Done,
}
