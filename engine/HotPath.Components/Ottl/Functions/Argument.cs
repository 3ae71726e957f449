namespace HotPath.Components.Ottl.Functions;

/// <summary>One argument of a call, after its check.</summary>
/// <param name="Value">An expression, an array of expressions, or a function, as its parameter's kind says.</param>
/// <param name="Place">Where it is written.</param>
internal sealed record Argument(object Value, TextPlace Place);
