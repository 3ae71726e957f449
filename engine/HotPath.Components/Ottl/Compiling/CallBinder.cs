using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Syntax;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Compiling;

/// <summary>Finds the function of a call, puts its arguments in order, checks them, and lets the function make the call.</summary>
internal sealed class CallBinder(Compiler compiler, FunctionTable functions)
{
    /// <summary>A converter's call.</summary>
    public Getter Converter(CallNode call)
    {
        Function function = Find(call.Name, call.Offset);
        return Made(call, function, function.Converter!);
    }

    /// <summary>An editor's call.</summary>
    public Editor Editor(CallNode call)
    {
        Function function = Find(call.Name, call.Offset);
        return Made(call, function, function.Editor!);
    }

    private T Made<T>(CallNode call, Function function, Func<Arguments, T> make)
    {
        var arguments = new Arguments(Order(call, function), compiler.Context);
        compiler.Reads(function.Depth);
        if (function.OnlyKey >= 0)
        {
            compiler.ReachesBy(new AttributeKey(arguments.ConstantText(function.OnlyKey)));
        }

        return make(arguments);
    }

    private Function Find(string name, int offset)
    {
        bool isConverter = char.IsAsciiLetterUpper(name[0]);
        string what = isConverter ? "converter" : "editor";
        Function function = functions.Find(name) ?? throw compiler.At(
            offset,
            KnownFunctions.Has(name)
                ? $"the {what} {name} is known to the Collector, but not built in HotPath yet"
                : Advice.Of($"there is no {what} {name}", name, functions.Names));
        return (function.Contexts & (ContextSet)(1 << (int)compiler.Context)) != 0
            ? function
            : throw compiler.At(offset, $"{name} can't be called in the context {ContextNames.Of(compiler.Context)}");
    }

    private Argument?[] Order(CallNode call, Function function)
    {
        var arguments = new Argument?[function.Parameters.Count];
        bool isNamed = false;
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            ArgumentNode argument = call.Arguments[i];
            int index = i;
            if (argument.Name is not null)
            {
                isNamed = true;
                index = IndexOf(function, argument.Name, argument.Value.Offset);
            }
            else if (isNamed)
            {
                throw compiler.At(argument.Value.Offset, "arguments without a name come before those with one");
            }

            if (index >= arguments.Length)
            {
                throw compiler.At(argument.Value.Offset, $"{Signature(function)} takes {arguments.Length} arguments; this is one too many");
            }

            if (arguments[index] is not null)
            {
                throw compiler.At(argument.Value.Offset, $"{function.Parameters[index].Name} is given twice");
            }

            arguments[index] = new Argument(Bind(function, index, argument.Value), compiler.PlaceOf(argument.Value.Offset));
        }

        int missing = function.Parameters.TakeWhile((p, i) => p.IsOptional || arguments[i] is not null).Count();
        return missing == arguments.Length
            ? arguments
            : throw compiler.At(call.Offset, $"{Signature(function)} needs {function.Parameters[missing].Name}");
    }

    /// <summary>The Collector takes <c>pair_delimiter</c> and <c>pairDelimiter</c> for the same.</summary>
    private int IndexOf(Function function, string name, int offset)
    {
        string written = Advice.InCamelCase(name);
        for (int i = 0; i < function.Parameters.Count; i++)
        {
            if (Advice.InCamelCase(function.Parameters[i].Name) == written)
            {
                return i;
            }
        }

        throw compiler.At(offset, Advice.Of(
            $"{function.Name} has no argument {name}", name, function.Parameters.Select(p => p.Name), $"; it is {Signature(function)}"));
    }

    private object Bind(Function function, int index, Node node) => Bind(
        function.Parameters[index], node, isReachedByKey: function.OnlyKey >= 0 && index == 0);

    private object Bind(Parameter parameter, Node node, bool isReachedByKey) => parameter.Kind switch
    {
        ParameterKind.Path => Target(parameter, node, isReachedByKey),
        ParameterKind.Function => FunctionOf(node),
        ParameterKind.Values => node is ListNode list
            ? list.Elements.Select(compiler.Value).ToArray()
            : throw compiler.At(node.Offset, $"{parameter.Name} is a list, such as [\"a\", name]"),
        ParameterKind.ConstantTexts => node is ListNode texts && texts.Elements.All(e => e is TextNode)
            ? texts.Elements.Select(compiler.Value).ToArray()
            : throw compiler.At(node.Offset, $"{parameter.Name} is a list of strings, such as [\"a\", \"b\"]"),
        _ => Checked(parameter, node),
    };

    private Expression Checked(Parameter parameter, Node node)
    {
        Expression value = compiler.Value(node);
        bool isLiteral = value.TryGetConstant(out OttlValue literal);
        (OttlKind? Kind, bool MustBeLiteral) wanted = Wanted(parameter.Kind);
        if (wanted.MustBeLiteral && !isLiteral)
        {
            throw compiler.At(node.Offset, $"{parameter.Name} must be written as a literal, {ValueNames.NameOf(wanted.Kind!.Value)}");
        }

        bool isWhole = parameter.Kind == ParameterKind.ConstantDouble && literal.Kind == OttlKind.Int;
        return !isLiteral || wanted.Kind is null || literal.Kind == wanted.Kind || isWhole
            ? value
            : throw compiler.At(
                node.Offset, $"{parameter.Name} must be {ValueNames.NameOf(wanted.Kind.Value)}, not {ValueNames.NameOf(literal.Kind)}");
    }

    private static (OttlKind? Kind, bool MustBeLiteral) Wanted(ParameterKind kind) => kind switch
    {
        ParameterKind.Text => (OttlKind.Text, false),
        ParameterKind.Int => (OttlKind.Int, false),
        ParameterKind.Double => (OttlKind.Double, false),
        ParameterKind.Bool => (OttlKind.Bool, false),
        ParameterKind.Map => (OttlKind.Map, false),
        ParameterKind.List => (OttlKind.List, false),
        ParameterKind.Time => (OttlKind.Time, false),
        ParameterKind.Duration => (OttlKind.Duration, false),
        ParameterKind.ConstantText => (OttlKind.Text, true),
        ParameterKind.ConstantInt => (OttlKind.Int, true),
        ParameterKind.ConstantDouble => (OttlKind.Double, true),
        ParameterKind.ConstantBool => (OttlKind.Bool, true),
        ParameterKind.ConstantBytes => (OttlKind.Bytes, true),
        _ => (null, false),
    };

    private PathExpression Target(Parameter parameter, Node node, bool isReachedByKey)
    {
        PathExpression path = node is PathNode written
            ? compiler.Path(written, isReachedByKey)
            : throw compiler.At(node.Offset, $"{parameter.Name} must be a path, such as attributes[\"key\"]");
        return path.IsSettable ? path : throw compiler.At(node.Offset, "this path can only be read");
    }

    private Func<Expression, Expression> FunctionOf(Node node)
    {
        string name = node is EnumNode symbol
            ? symbol.Name
            : throw compiler.At(node.Offset, "a converter is named here, without parentheses, such as SHA256");
        Function function = Find(name, node.Offset);
        if (function.Parameters.Count == 0)
        {
            throw compiler.At(node.Offset, $"{Signature(function)} does not take one argument alone, as is needed here");
        }

        if (function.Parameters.Skip(1).Any(p => !p.IsOptional))
        {
            // The Collector starts with such a function too, and fails where it comes to call it.
            string fault = $"{Signature(function)} does not take one argument alone, as is needed here";
            return _ => new Converted(context => context.Fail(fault));
        }

        TextPlace place = compiler.PlaceOf(node.Offset);
        compiler.Reads(function.Depth);
        return value =>
        {
            var arguments = new Argument?[function.Parameters.Count];
            arguments[0] = new Argument(value, place);
            return new Converted(function.Converter!(new Arguments(arguments, compiler.Context)));
        };
    }

    private static string Signature(Function function) =>
        $"{function.Name}({string.Join(", ", function.Parameters.Select(p => p.IsOptional ? $"[{p.Name}]" : p.Name))})";
}
