namespace HotPath.Engine.Config;

/// <summary>What a scalar is by the rules of yaml.v3, which reads the Collector's files.</summary>
public enum ScalarKind
{
    /// <summary>Not a scalar: a map or a list.</summary>
    None,

    /// <summary>Blank, <c>~</c> or <c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>. <c>yes</c>, <c>no</c>, <c>on</c> and <c>off</c> are text.</summary>
    Flag,

    /// <summary>An integer: decimal, <c>0x</c>, <c>0o</c>, <c>0b</c>, a leading 0 (octal), underscores anywhere.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent, <c>.inf</c> or <c>.nan</c>.</summary>
    Number,

    /// <summary>An unquoted date or time: text to a person, but not to the Collector.</summary>
    Timestamp,

    /// <summary>Everything else, and everything in quotes.</summary>
    Text,
}
