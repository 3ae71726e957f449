using HotPath.Components.Ottl.Conditions;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Paths;
using HotPath.Components.Ottl.Syntax;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Compiling;

/// <summary>
/// Turns a parsed statement into nodes that run: names are resolved, constants folded, kinds checked, and what the index must hold is
/// noted. One compiler for one statement.
/// </summary>
internal sealed class Compiler
{
    private readonly string _text;
    private readonly CallBinder _calls;
    private readonly ItemKeyNotes _itemKeys = new();

    public Compiler(string text, ContextKind context, bool needsPrefix, FunctionTable functions)
    {
        _text = text;
        Context = context;
        NeedsPrefix = needsPrefix;
        _calls = new CallBinder(this, functions);
    }

    /// <summary>What the statement runs for.</summary>
    public ContextKind Context { get; }

    /// <summary>True where paths must begin with their context's name, since nothing else says it.</summary>
    public bool NeedsPrefix { get; }

    /// <summary>What the compiled parts read.</summary>
    public IndexDepth Depth { get; private set; } = IndexDepth.Resources;

    /// <summary>The keys by which the compiled parts reach attributes of items; null = any, or all of them.</summary>
    public IReadOnlyList<AttributeKey>? ItemKeys => _itemKeys.Keys;

    /// <summary>Notes that the index must hold something; where that is attributes of items, all of them.</summary>
    public void Reads(IndexDepth depth)
    {
        Depth |= depth;
        _itemKeys.Add(depth);
    }

    /// <summary>Notes that the index must hold attributes, of which only one is reached; null = the caller says which.</summary>
    public void Reads(IndexDepth depth, AttributeKey? only)
    {
        Depth |= depth;
        if (only is not null && depth.HasFlag(IndexDepth.ItemAttributes))
        {
            ReachesBy(only);
        }
    }

    /// <summary>Notes a key by which attributes of items are reached.</summary>
    public void ReachesBy(AttributeKey key) => _itemKeys.Add(key);

    /// <summary>What to throw for a mistake at a place in the statement.</summary>
    public OttlException At(int offset, string problem)
    {
        TextPlace place = TextPlace.Of(_text, offset);
        return new OttlException(problem, place.Line, place.Column);
    }

    /// <summary>The place of an offset.</summary>
    public TextPlace PlaceOf(int offset) => TextPlace.Of(_text, offset);

    /// <summary>Compiles a condition.</summary>
    public Condition Condition(Node node) => node switch
    {
        BoolNode flag => new ConstantCondition(flag.Value),
        LogicNode { IsAnd: true } all => AllCondition.Of([.. all.Conditions.Select(Condition)]),
        LogicNode any => AnyCondition.Of([.. any.Conditions.Select(Condition)]),
        NotNode not => NotCondition.Of(Condition(not.Condition)),
        CompareNode compare => CompareCondition.Of(Value(compare.Left), compare.Operator, Value(compare.Right)),
        _ => new FlagCondition(Value(node)),
    };

    /// <summary>Compiles an editor's call.</summary>
    public Editor Editor(CallNode call) => _calls.Editor(call);

    /// <summary>Compiles a value.</summary>
    public Expression Value(Node node) => node switch
    {
        NilNode => new Constant(OttlValue.Nil),
        BoolNode flag => new Constant(ConstantValue.Bool(flag.Value)),
        IntNode number => Constant.Int(number.Value),
        DoubleNode number => new Constant(ConstantValue.Double(number.Value)),
        TextNode text => new Constant(new ConstantValue(ValueKind.Text, text.Utf8)),
        BytesNode bytes => new Constant(ConstantValue.Bytes(bytes.Bytes)),
        EnumNode symbol => Constant.Int(Enum(symbol)),
        ListNode list => List(list),
        MapNode map => Map(map),
        PathNode path => Path(path),
        CallNode call => Call(call),
        NegativeNode negative => new Negative(Number(negative.Value)),
        ArithmeticNode sum => Reckoned(sum),
        _ => throw At(node.Offset, "a condition stands where a value is needed"),
    };

    /// <summary>Compiles a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isReachedByKey">
    /// True if its user reaches into the map that it may be by one key, which it notes with <see cref="ReachesBy"/>.
    /// </param>
    public PathExpression Path(PathNode path, bool isReachedByKey = false) => PathResolver.Resolve(this, path, isReachedByKey);

    /// <summary>Compiles the keys behind a path or a call.</summary>
    public Key[] Keys(IReadOnlyList<Node> keys)
    {
        foreach (Node key in keys)
        {
            if (key is not (TextNode or IntNode or PathNode or CallNode or ArithmeticNode))
            {
                throw At(key.Offset, "a key is a string, an int, a path or a converter");
            }
        }

        return [.. keys.Select(key => new Key(Value(key)))];
    }

    private Expression Call(CallNode call)
    {
        var value = new Converted(_calls.Converter(call));
        return call.Keys.Count == 0 ? value : new Indexed(value, Keys(call.Keys));
    }

    private long Enum(EnumNode symbol) => Enums.Find(symbol.Name) ?? throw At(
        symbol.Offset,
        Advice.Of(
            $"there is no enum {symbol.Name}", symbol.Name, Enums.Names, $"; a converter is called with parentheses: {symbol.Name}(…)"));

    private Expression Reckoned(ArithmeticNode sum)
    {
        var arithmetic = new Arithmetic(Number(sum.Left), sum.Operator, Number(sum.Right));
        bool isFixed = IsFixed(sum.Left) && IsFixed(sum.Right);
        bool isDividing = sum.Operator == '/';
        return isFixed && !isDividing ? new Constant(arithmetic.Get(null!)) : arithmetic;
    }

    private static bool IsFixed(Node node) => node switch
    {
        IntNode or DoubleNode or EnumNode => true,
        ArithmeticNode { Operator: not '/' } sum => IsFixed(sum.Left) && IsFixed(sum.Right),
        _ => false,
    };

    private Expression Number(Node node) => node is TextNode or BoolNode or NilNode or BytesNode or ListNode or MapNode
        ? throw At(node.Offset, "only numbers, times and durations can be reckoned with")
        : Value(node);

    private Expression List(ListNode list)
    {
        Expression[] elements = [.. list.Elements.Select(Value)];
        var values = new List<WireValue>();
        foreach (Expression element in elements)
        {
            if (!element.TryGetConstant(out OttlValue value) || value.ToStored() is not { } stored)
            {
                return new ListExpression(elements);
            }

            values.Add(stored);
        }

        byte[] content = new byte[values.Sum(v => WireSize.OfElement(v))];
        int at = 0;
        foreach (WireValue value in values)
        {
            at += WireSize.WriteElement(content.AsSpan(at), value);
        }

        GC.KeepAlive(elements);
        return new Constant(new ConstantValue(ValueKind.Array, content));
    }

    private Expression Map(MapNode map)
    {
        Expression[] values = [.. map.Pairs.Select(p => Value(p.Value))];
        byte[][] keys = [.. map.Pairs.Select(p => p.Key)];
        bool isConstant = values.All(v => v.TryGetConstant(out OttlValue value) && value.ToStored() is not null);
        bool isDistinct = keys.Select(Convert.ToHexString).Distinct().Count() == keys.Length;
        if (!isConstant || !isDistinct)
        {
            return new MapExpression(keys, values);
        }

        WireValue[] stored = [.. values.Select(v => v.TryGetConstant(out OttlValue value) ? value.ToStored()!.Value : default)];
        byte[] content = new byte[keys.Select((key, i) => WireSize.OfPair(key.Length, stored[i])).Sum()];
        int at = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            at += WireSize.WritePair(content.AsSpan(at), keys[i], stored[i]);
        }

        GC.KeepAlive(values);
        return new Constant(new ConstantValue(ValueKind.Map, content));
    }
}
