using System.Text.RegularExpressions;
using HotPath.Testing.Otlp.Common;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.Transform;

/// <summary>A random condition, as it is written and as what it says; it may fail.</summary>
internal sealed record ModelCondition(string Text, Func<ModelScene, bool> Test)
{
    private static readonly string[] Operators = ["==", "!=", "<", "<=", ">", ">="];
    private static readonly string[] Patterns = ["^[a-z]", "[0-9]+", "users|cart", "日"];

    /// <summary>A condition that grows with its depth.</summary>
    public static ModelCondition Random(Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 9 : 6))
        {
            case 0 or 1:
                string op = Operators[random.Next(Operators.Length)];
                ModelExpression left = ModelExpression.Random(random, 1);
                ModelExpression right = random.Next(2) == 0 ? ModelExpression.Literal(random) : Nil;
                return new($"{left.Text} {op} {right.Text}", scene => ModelValues.Holds(left.Get(scene), op, right.Get(scene)));
            case 2:
                string pattern = Patterns[random.Next(Patterns.Length)];
                ModelExpression text = ModelExpression.Random(random, 1);
                return new(
                    $"IsMatch({text.Text}, \"{pattern}\")",
                    scene => ModelValues.Like(text.Get(scene)) is { } like && Regex.IsMatch(like, pattern, RegexOptions.CultureInvariant));
            case 3:
                return Kind(random);
            case 4:
                ModelExpression value = ModelExpression.Dynamic(random, 1);
                return new(
                    $"HasPrefix({value.Text}, \"1\")", scene => ModelValues.Text(value.Get(scene)).StartsWith('1'));
            case 5:
                return new("kind == SPAN_KIND_SERVER", scene => scene.Span.Kind == OtlpSpan.Types.SpanKind.Server);
            case 6:
                ModelCondition inside = Random(random, depth - 1);
                return new($"not ({inside.Text})", scene => !inside.Test(scene));
            default:
                bool isAnd = random.Next(2) == 0;
                (ModelCondition a, ModelCondition b) = (Random(random, depth - 1), Random(random, depth - 1));
                return new(
                    $"({a.Text} {(isAnd ? "and" : "or")} {b.Text})",
                    scene => isAnd ? a.Test(scene) && b.Test(scene) : a.Test(scene) || b.Test(scene));
        }
    }

    private static ModelExpression Nil { get; } = new("nil", _ => null);

    private static ModelCondition Kind(Random random)
    {
        ModelExpression value = ModelExpression.Attribute(random, ofResource: random.Next(3) == 0);
        (string name, AnyValue.ValueOneofCase kind) = random.Next(5) switch
        {
            0 => ("IsString", AnyValue.ValueOneofCase.StringValue),
            1 => ("IsInt", AnyValue.ValueOneofCase.IntValue),
            2 => ("IsMap", AnyValue.ValueOneofCase.KvlistValue),
            3 => ("IsList", AnyValue.ValueOneofCase.ArrayValue),
            _ => ("IsBool", AnyValue.ValueOneofCase.BoolValue),
        };
        return new($"{name}({value.Text})", scene => value.Get(scene)?.ValueCase == kind);
    }
}
