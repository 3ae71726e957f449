using HotPath.Components.Ottl.Compiling;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Syntax;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl;

/// <summary>Compiles statements and conditions: the way into the language for processors. Stateless.</summary>
internal static class OttlCompiler
{
    /// <summary>Compiles a condition.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="context">What it runs for.</param>
    /// <param name="needsPrefix">True where nothing but its paths says that.</param>
    /// <exception cref="OttlException">It is none; says where, what was expected and what was probably meant.</exception>
    public static CompiledCondition Condition(string text, ContextKind context, bool needsPrefix = false)
    {
        Node node = Parser.Condition(text);
        var compiler = new Compiler(text, context, needsPrefix, FunctionTable.Standard);
        Conditions.Condition condition = compiler.Condition(node);
        return new CompiledCondition(text, context, condition, compiler.Depth | DepthOf(context)) { ItemKeys = compiler.ItemKeys };
    }

    /// <summary>Compiles a statement.</summary>
    /// <param name="text">The statement.</param>
    /// <param name="context">What it runs for.</param>
    /// <param name="needsPrefix">True where nothing but its paths says that.</param>
    /// <exception cref="OttlException">It is none; says where, what was expected and what was probably meant.</exception>
    public static CompiledStatement Statement(string text, ContextKind context, bool needsPrefix = false)
    {
        StatementNode node = Parser.Statement(text);
        var compiler = new Compiler(text, context, needsPrefix, FunctionTable.Standard);
        Conditions.Condition? where = node.Where is null ? null : compiler.Condition(node.Where);
        Editor editor = compiler.Editor(node.Editor);
        return new CompiledStatement(text, context, editor, where, compiler.Depth | DepthOf(context)) { ItemKeys = compiler.ItemKeys };
    }

    /// <summary>What the index must hold to go through what a context runs for.</summary>
    private static IndexDepth DepthOf(ContextKind context) => context switch
    {
        ContextKind.Resource => IndexDepth.Resources,
        ContextKind.Scope => IndexDepth.Scopes,
        ContextKind.Metric => IndexDepth.Metrics,
        ContextKind.SpanEvent => IndexDepth.Events,
        _ => IndexDepth.Items,
    };
}
