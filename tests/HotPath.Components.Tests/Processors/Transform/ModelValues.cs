using System.Globalization;
using System.Text;
using HotPath.Testing.Otlp.Common;
using Kind = HotPath.Testing.Otlp.Common.AnyValue.ValueOneofCase;

namespace HotPath.Components.Tests.Processors.Transform;

/// <summary>Values as OTTL sees them: their texts, and how they compare.</summary>
internal static class ModelValues
{
    /// <summary>The text of a text; all else fails.</summary>
    public static string Text(AnyValue? value) => value?.ValueCase == Kind.StringValue ? value.StringValue : throw new ModelFailure();

    /// <summary>Anything as text; nil for nil.</summary>
    public static string? Like(AnyValue? value) => value?.ValueCase switch
    {
        null => null,
        Kind.StringValue => value.StringValue,
        Kind.BytesValue => Convert.ToHexStringLower(value.BytesValue.Span),
        _ => Json(value),
    };

    /// <summary>A comparison: <c>==</c>, <c>!=</c>, <c>&lt;</c>, …</summary>
    public static bool Holds(AnyValue? left, string op, AnyValue? right)
    {
        if (Number(left) is { } a && Number(right) is { } b)
        {
            return left!.ValueCase == Kind.IntValue && right!.ValueCase == Kind.IntValue
                ? Ordered(left.IntValue.CompareTo(right.IntValue), op)
                : Ordered(a.CompareTo(b), op);
        }

        return (left?.ValueCase, right?.ValueCase) switch
        {
            (null, null) => op is "==" or "<=" or ">=",
            (Kind.StringValue, Kind.StringValue) =>
                Ordered(
                    Encoding.UTF8.GetBytes(left!.StringValue).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right!.StringValue)), op),
            (Kind.BoolValue, Kind.BoolValue) => Ordered(left!.BoolValue.CompareTo(right!.BoolValue), op),
            _ => op == "!=",
        };
    }

    /// <summary>What an int or double is; null for all else.</summary>
    public static double? Number(AnyValue? value) => value?.ValueCase switch
    {
        Kind.IntValue => value.IntValue,
        Kind.DoubleValue => value.DoubleValue,
        _ => null,
    };

    private static bool Ordered(int order, string op) => op switch
    {
        "==" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static string Json(AnyValue? value) => value?.ValueCase switch
    {
        Kind.StringValue => Quoted(value.StringValue),
        Kind.BoolValue => value.BoolValue ? "true" : "false",
        Kind.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        Kind.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        Kind.BytesValue => $"\"{value.BytesValue.ToBase64()}\"",
        Kind.ArrayValue => $"[{string.Join(',', value.ArrayValue.Values.Select(Json))}]",
        Kind.KvlistValue => "{" + string.Join(
            ',',
            value.KvlistValue.Values.GroupBy(pair => pair.Key)
                .OrderBy(group => Convert.ToHexString(Encoding.UTF8.GetBytes(group.Key)), StringComparer.Ordinal)
                .Select(group => $"{Quoted(group.Key)}:{Json(group.Last().Value)}")) + "}",
        _ => "null",
    };

    private static string Quoted(string text) => "\""
        + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
        + "\"";
}
