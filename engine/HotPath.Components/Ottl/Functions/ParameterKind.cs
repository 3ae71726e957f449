namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// What a parameter takes. The first group is evaluated for each item, and a literal of another kind is refused at start; the Constant
/// group must be written as a literal; the rest is what it says. Beside each, what <see cref="Arguments"/> gives for it.
/// </summary>
internal enum ParameterKind : byte
{
    /// <summary>Anything: <see cref="Arguments.Value"/>.</summary>
    Value,

    /// <summary>A string, nothing else: <see cref="Arguments.Text"/>.</summary>
    Text,

    /// <summary>Anything that has a text form: <see cref="Arguments.TextLike"/>.</summary>
    TextLike,

    /// <summary>An int: <see cref="Arguments.Int"/>.</summary>
    Int,

    /// <summary>A double: <see cref="Arguments.Double"/>.</summary>
    Double,

    /// <summary>A flag: <see cref="Arguments.Bool"/>.</summary>
    Bool,

    /// <summary>A map: <see cref="Arguments.Map"/>.</summary>
    Map,

    /// <summary>A list: <see cref="Arguments.List"/>.</summary>
    List,

    /// <summary>A time: <see cref="Arguments.Moment"/>.</summary>
    Time,

    /// <summary>A duration: <see cref="Arguments.Duration"/>.</summary>
    Duration,

    /// <summary>A list literal of anything: <see cref="Arguments.Values"/>.</summary>
    Values,

    /// <summary>A string literal: <see cref="Arguments.ConstantText(int)"/>.</summary>
    ConstantText,

    /// <summary>An int literal, or an enum: <see cref="Arguments.ConstantInt"/>.</summary>
    ConstantInt,

    /// <summary>A number literal: <see cref="Arguments.ConstantDouble"/>.</summary>
    ConstantDouble,

    /// <summary><c>true</c> or <c>false</c>: <see cref="Arguments.ConstantBool"/>.</summary>
    ConstantBool,

    /// <summary>A byte literal, 0x…: <see cref="Arguments.ConstantBytes"/>.</summary>
    ConstantBytes,

    /// <summary>A list literal of string literals: <see cref="Arguments.ConstantTexts"/>.</summary>
    ConstantTexts,

    /// <summary>A path that can be written: <see cref="Arguments.Path"/>.</summary>
    Path,

    /// <summary>A converter's name without parentheses, for a converter of one argument: <see cref="Arguments.Function"/>.</summary>
    Function,
}
