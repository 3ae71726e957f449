namespace HotPath.Components.Ottl.Syntax;

/// <summary>Which nodes can stand as a condition, and which as a value. Flags and converters can be both.</summary>
internal static class Shapes
{
    /// <summary>True for comparisons, flags, converters, and what joins them.</summary>
    public static bool IsCondition(Node node) => node is CompareNode or LogicNode or NotNode or BoolNode or CallNode;

    /// <summary>True for all but comparisons and what joins them.</summary>
    public static bool IsValue(Node node) => node is not (CompareNode or LogicNode or NotNode);
}
