using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Paths;
using HotPath.Components.Ottl.Syntax;
using HotPath.Core;

namespace HotPath.Components.Ottl.Compiling;

/// <summary>
/// Tells from the paths of statements and conditions what they run for, where nothing else does: the outermost context that sees them all.
/// </summary>
internal static class ContextInference
{
    /// <summary>The contexts of a signal, from the outside in.</summary>
    public static IReadOnlyList<ContextKind> ContextsOf(Signal signal) => signal switch
    {
        Signal.Traces => [ContextKind.Resource, ContextKind.Scope, ContextKind.Span, ContextKind.SpanEvent],
        Signal.Logs => [ContextKind.Resource, ContextKind.Scope, ContextKind.Log],
        _ => [ContextKind.Resource, ContextKind.Scope, ContextKind.Metric, ContextKind.DataPoint],
    };

    /// <summary>The context of a condition of a signal.</summary>
    /// <exception cref="OttlException">It can't be told, or is none of the signal's.</exception>
    public static ContextKind OfCondition(string text, Signal signal) => Of(text, signal, [Parser.Condition(text)]);

    /// <summary>The context of a statement of a signal.</summary>
    /// <exception cref="OttlException">It can't be told, or is none of the signal's.</exception>
    public static ContextKind OfStatement(string text, Signal signal)
    {
        StatementNode statement = Parser.Statement(text);
        return Of(text, signal, statement.Where is null ? [statement.Editor] : [statement.Editor, statement.Where]);
    }

    private static ContextKind Of(string text, Signal signal, IEnumerable<Node> roots)
    {
        var named = new List<ContextKind>();
        var callable = ContextSet.All;
        foreach (Node node in roots.SelectMany(All))
        {
            if (node is PathNode path && PathResolver.NamedContext(path) is { } context)
            {
                named.Add(context);
            }
            else if (node is CallNode call && FunctionTable.Standard.Find(call.Name) is { } function)
            {
                callable &= function.Contexts;
            }
        }

        foreach (ContextKind candidate in ContextsOf(signal))
        {
            bool isCallable = (callable & (ContextSet)(1 << (int)candidate)) != 0;
            bool isNamed = named.Count > 0 ? named.Contains(candidate) || candidate > named.Max() : callable != ContextSet.All;
            if (isCallable && isNamed && named.TrueForAll(n => ContextNames.CanSee(candidate, n)))
            {
                return candidate;
            }
        }

        TextPlace place = TextPlace.Of(text, 0);
        string contexts = string.Join(", ", ContextsOf(signal).Select(ContextNames.Of));
        throw new OttlException(
            $"its paths must begin with what they belong to, one of {contexts} that sees them all, such as "
            + $"{ContextNames.Of(ContextsOf(signal)[^1])}.attributes",
            place.Line,
            place.Column);
    }

    private static IEnumerable<Node> All(Node node) => ChildrenOf(node).SelectMany(All).Prepend(node);

    private static IEnumerable<Node> ChildrenOf(Node node) => node switch
    {
        ListNode list => list.Elements,
        MapNode map => map.Pairs.Select(p => p.Value),
        PathNode path => path.Segments.SelectMany(s => s.Keys),
        CallNode call => call.Arguments.Select(a => a.Value).Concat(call.Keys),
        ArithmeticNode sum => [sum.Left, sum.Right],
        NegativeNode negative => [negative.Value],
        CompareNode compare => [compare.Left, compare.Right],
        LogicNode logic => logic.Conditions,
        NotNode not => [not.Condition],
        _ => [],
    };
}
