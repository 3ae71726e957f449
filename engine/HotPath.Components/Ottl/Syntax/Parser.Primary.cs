namespace HotPath.Components.Ottl.Syntax;

/// <content>Literals, paths, calls.</content>
internal sealed partial class Parser
{
    private Node Primary()
    {
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Int or TokenKind.Double:
                return Number("", token.Offset);
            case TokenKind.Text:
                _at++;
                return new TextNode(token.Offset, Unquote(token));
            case TokenKind.Bytes:
                _at++;
                return token.Text.Length % 2 == 0
                    ? new BytesNode(token.Offset, Convert.FromHexString(token.Text.AsSpan(2)))
                    : throw At(token.Offset, "a byte literal has two hex digits for each byte; this one has an odd number");
            case TokenKind.UpperName when _tokens[_at + 1].Is("("):
                return Call();
            case TokenKind.UpperName:
                _at++;
                return new EnumNode(token.Offset, token.Text);
            case TokenKind.Name:
                return Named(token);
            case TokenKind.Mark when token.Text is "(" or "[" or "{":
                return Nested();
            default:
                throw At(token.Offset, $"expected a value (a path, a literal, a converter, a list or a map), found {token}");
        }
    }

    private Node Named(Token token)
    {
        switch (token.Text)
        {
            case "nil":
                _at++;
                return new NilNode(token.Offset);
            case "true" or "false":
                _at++;
                return new BoolNode(token.Offset, token.Text == "true");
            case "and" or "or" or "where" or "not":
                throw At(token.Offset, $"expected a value (a path, a literal, a converter, a list or a map), found {token}");
            default:
                return _tokens[_at + 1].Is("(")
                    ? throw At(
                        token.Offset,
                        $"{token.Text} is an editor: it changes things and gives no value; converters begin with an upper-case letter")
                    : Path();
        }
    }

    private Node Nested()
    {
        Enter();
        Token open = Current;
        _at++;
        Node node;
        if (open.Text == "(")
        {
            node = Or();
            Expect(")", $"to close the parenthesis of column {TextPlace.Of(_text, open.Offset).Column}");
            node = Shapes.IsValue(node) ? node : new LogicNode(open.Offset, true, [node]);
        }
        else
        {
            node = open.Text == "[" ? List(open.Offset) : Map(open.Offset);
        }

        _depth--;
        return node;
    }

    private ListNode List(int offset)
    {
        var elements = new List<Node>();
        while (!Accept("]"))
        {
            if (elements.Count > 0)
            {
                Expect(",", "or \"]\" after an element");
            }

            elements.Add(AsValue(Sum()));
        }

        return new ListNode(offset, elements);
    }

    private MapNode Map(int offset)
    {
        var pairs = new List<(byte[] Key, Node Value)>();
        while (!Accept("}"))
        {
            if (pairs.Count > 0)
            {
                Accept(",");
            }

            Token key = Current;
            Expect(TokenKind.Text, "a key in double quotes, or \"}\"");
            _at++;
            Expect(":", "after a map's key");
            pairs.Add((Unquote(key), AsValue(Sum())));
        }

        return new MapNode(offset, pairs);
    }

    private CallNode Call()
    {
        Enter();
        Token name = Current;
        _at += 2;
        var arguments = new List<ArgumentNode>();
        while (!Accept(")"))
        {
            if (arguments.Count > 0)
            {
                Expect(",", $"or \")\" after an argument of {name.Text}");
            }

            bool isNamed = Current.Kind == TokenKind.Name && _tokens[_at + 1].Is("=");
            string? argument = isNamed ? Current.Text : null;
            _at += isNamed ? 2 : 0;
            arguments.Add(new ArgumentNode(argument, AsValue(Sum())));
        }

        IReadOnlyList<Node> keys = Keys();
        _depth--;
        return new CallNode(name.Offset, name.Text, arguments, keys);
    }

    private PathNode Path()
    {
        int offset = Current.Offset;
        var segments = new List<PathSegment>();
        do
        {
            Token name = Current;
            Expect(TokenKind.Name, "a field's name");
            _at++;
            segments.Add(new PathSegment(name.Offset, name.Text, Keys()));
        }
        while (Accept("."));
        return new PathNode(offset, segments);
    }

    private List<Node> Keys()
    {
        var keys = new List<Node>();
        while (Current.Is("["))
        {
            Enter();
            _at++;
            keys.Add(AsValue(Sum()));
            Expect("]", "after a key");
            _depth--;
        }

        return keys;
    }

    private void Enter()
    {
        if (++_depth > OttlLimits.DeepestNesting)
        {
            throw At(Current.Offset, $"this is nested more than {OttlLimits.DeepestNesting} deep");
        }
    }

    private byte[] Unquote(Token literal) => GoString.Unquote(literal.Text, out int fault)
        ?? throw At(
            literal.Offset + fault,
            "this escape is none of the language's; a backslash itself is written \\\\ (in a pattern too: \"\\\\d\")");
}
