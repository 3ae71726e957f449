using System.Globalization;
using HotPath.Components.Ottl.Expressions;

namespace HotPath.Components.Ottl.Syntax;

/// <summary>
/// Parses a statement or a condition. One forward pass, by precedence, that never goes back:
/// <code>
///   statement  editor ["where" or]
///   or         and {"or" and}           and      not {"and" not}        not      ["not"] compare
///   compare    sum [== != &lt; &lt;= &gt; &gt;= sum]    sum  product {+ - product}   product  unary {* / unary}
///   unary      [+ -] primary
///   primary    literal | list | map | path | Converter(args)[keys] | ENUM | "(" or ")"
/// </code>
/// What is a condition and what a value is told apart when both are known; see <see cref="Shapes"/>.
/// </summary>
internal sealed partial class Parser
{
    private readonly string _text;
    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    private Parser(string text)
    {
        _text = text;
        _tokens = Lexer.Read(text);
    }

    private Token Current => _tokens[_at];

    /// <summary>Parses a statement.</summary>
    /// <exception cref="OttlException">It is none.</exception>
    public static StatementNode Statement(string text)
    {
        var parser = new Parser(text);
        Token first = parser.Current;
        if (first.Kind == TokenKind.UpperName)
        {
            throw parser.At(
                first.Offset, $"a statement begins with an editor, whose name begins with a lower-case letter, such as set; found {first}");
        }

        if (first.Kind != TokenKind.Name || !parser._tokens[1].Is("("))
        {
            throw parser.At(first.Offset, $"a statement begins with an editor, such as set(target, value); found {first}");
        }

        CallNode editor = parser.Call();
        if (editor.Keys.Count > 0)
        {
            throw parser.At(editor.Keys[0].Offset, "only paths and converters can be indexed, an editor can not");
        }

        Node? where = parser.Accept("where") ? parser.Condition() : null;
        parser.Expect(TokenKind.End, where is null ? "\"where\" or the end" : "and, or, or the end");
        return new StatementNode(editor, where);
    }

    /// <summary>Parses a condition.</summary>
    /// <exception cref="OttlException">It is none.</exception>
    public static Node Condition(string text)
    {
        var parser = new Parser(text);
        Node condition = parser.Condition();
        parser.Expect(TokenKind.End, "and, or, or the end");
        return condition;
    }

    private Node Condition()
    {
        Node node = Or();
        return Shapes.IsCondition(node) ? node : throw NotCondition(node);
    }

    private Node Or()
    {
        Node first = And();
        return Current.Is("or") ? Joined(first, "or", And) : first;
    }

    private Node And()
    {
        Node first = Not();
        return Current.Is("and") ? Joined(first, "and", Not) : first;
    }

    private LogicNode Joined(Node first, string word, Func<Node> next)
    {
        var all = new List<Node> { AsCondition(first) };
        while (Accept(word))
        {
            all.Add(AsCondition(next()));
        }

        return new LogicNode(first.Offset, word == "and", all);
    }

    private Node Not()
    {
        int offset = Current.Offset;
        return Accept("not") ? new NotNode(offset, AsCondition(Compare())) : Compare();
    }

    private Node Compare()
    {
        Node left = Sum();
        if (Operator(Current) is not { } op)
        {
            return left;
        }

        int offset = Current.Offset;
        _at++;
        Node right = Sum();
        return Operator(Current) is null
            ? new CompareNode(offset, op, AsValue(left), AsValue(right))
            : throw At(Current.Offset, "comparisons can't be chained; join them with and");
    }

    private Node Sum()
    {
        Node left = Product();
        while (Current.Is("+") || Current.Is("-"))
        {
            Token op = Current;
            _at++;
            left = new ArithmeticNode(op.Offset, op.Text[0], AsValue(left), AsValue(Product()));
        }

        return left;
    }

    private Node Product()
    {
        Node left = Unary();
        while (Current.Is("*") || Current.Is("/"))
        {
            Token op = Current;
            _at++;
            left = new ArithmeticNode(op.Offset, op.Text[0], AsValue(left), AsValue(Unary()));
        }

        return left;
    }

    private Node Unary()
    {
        Token sign = Current;
        if (!sign.Is("-") && !sign.Is("+"))
        {
            return Primary();
        }

        _at++;
        if (Current.Kind is TokenKind.Int or TokenKind.Double)
        {
            return Number(sign.Text == "-" ? "-" : "", sign.Offset);
        }

        Node value = AsValue(Primary());
        return sign.Text == "-" ? new NegativeNode(sign.Offset, value) : value;
    }

    private Node AsCondition(Node node) => Shapes.IsCondition(node) ? node : throw NotCondition(node);

    private Node AsValue(Node node) => Shapes.IsValue(node)
        ? node
        : throw At(node.Offset, "a condition stands where a value is needed: only values can be compared and reckoned with");

    private OttlException NotCondition(Node node)
    {
        return At(
            node.Offset, "this is a value, not a condition: compare it (== true, != nil), or use a converter that gives true or false");
    }

    private static CompareOp? Operator(Token token) => token.Kind != TokenKind.Mark ? null : token.Text switch
    {
        "==" => CompareOp.Equal,
        "!=" => CompareOp.NotEqual,
        "<" => CompareOp.Less,
        "<=" => CompareOp.LessOrEqual,
        ">" => CompareOp.Greater,
        ">=" => CompareOp.GreaterOrEqual,
        _ => null,
    };

    private Node Number(string sign, int offset)
    {
        Token token = Current;
        _at++;
        if (token.Kind == TokenKind.Double)
        {
            return new DoubleNode(offset, double.Parse(sign + token.Text, NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        return long.TryParse(sign + token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? new IntNode(offset, value)
            : throw At(offset, $"{sign}{token.Text} does not fit an int of 64 bits; write it with a point to have a double");
    }

    private bool Accept(string word)
    {
        bool isThere = Current.Is(word);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void Expect(string mark, string after)
    {
        if (!Accept(mark))
        {
            throw At(Current.Offset, $"expected \"{mark}\" {after}, found {Current}");
        }
    }

    private void Expect(TokenKind kind, string what)
    {
        if (Current.Kind != kind)
        {
            throw At(Current.Offset, $"expected {what}, found {Current}");
        }
    }

    private OttlException At(int offset, string problem)
    {
        TextPlace place = TextPlace.Of(_text, offset);
        return new OttlException(problem, place.Line, place.Column);
    }
}
