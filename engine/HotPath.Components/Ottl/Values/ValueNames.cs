namespace HotPath.Components.Ottl.Values;

/// <summary>What kinds of values are called in messages.</summary>
internal static class ValueNames
{
    /// <summary>The name of a kind, with its article.</summary>
    public static string NameOf(OttlKind kind) => kind switch
    {
        OttlKind.Nil => "nil",
        OttlKind.Bool => "a bool",
        OttlKind.Int => "an int",
        OttlKind.Double => "a double",
        OttlKind.Text => "a string",
        OttlKind.Bytes => "bytes",
        OttlKind.List => "a list",
        OttlKind.Map => "a map",
        OttlKind.Time => "a time",
        OttlKind.Duration => "a duration",
        OttlKind.TraceId => "a trace id",
        OttlKind.SpanId => "a span id",
        _ => "an error",
    };
}
