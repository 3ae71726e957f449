using System.Text;
using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Expressions;
using HotPath.Core;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Components.Tests.Ottl;

/// <summary>Statements and values made to hurt: refused, or worked off in bounded time and stack.</summary>
public sealed class OttlHostileTests
{
    [Theory]
    [InlineData("(", ")")]
    [InlineData("Concat([", "], \"\")")]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("-(", ")")]
    public void Condition_NestedTenThousandDeep_IsRefusedByNameOfTheLimit(string open, string close)
    {
        int depth = 10_000 / open.Length;
        string condition = $"name == {string.Concat(Enumerable.Repeat(open, depth))}1{string.Concat(Enumerable.Repeat(close, depth))}";
        string problem = OttlRig.ConditionRefusal(condition).Problem;
        (problem.Contains("nested more than") || problem.Contains("more than the 65536")).ShouldBeTrue(problem);
    }

    [Fact]
    public void Condition_OfAMebibyte_IsRefused() =>
        OttlRig.ConditionRefusal($"name == \"{new string('a', 1 << 20)}\"").Problem.ShouldContain("more than the 65536");

    [Fact]
    public void Condition_OfManyParts_Compiles() =>
        OttlRig.Test(string.Join(" or ", Enumerable.Repeat("kind == 7", 4000)) + " or name != \"\"").ShouldBe(Truth.Yes);

    /// <summary>A backtracking engine would need longer than anybody waits; this ends, or the test run does not.</summary>
    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*)*x")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    public void IsMatch_PatternBuiltToBacktrack_OnAMebibyte_Ends(string pattern)
    {
        ExportTraceServiceRequest request = OttlRig.SpanRequest();
        request.ResourceSpans[0].ScopeSpans[0].Spans[0].Attributes.Add(
            new KeyValue { Key = "big", Value = new AnyValue { StringValue = new string('a', 1 << 20) + "!" } });
        using var rig = new OttlRig(Signal.Traces, request);
        rig.Check($"IsMatch(attributes[\"big\"], \"{pattern}\")").ShouldBe(Truth.No);
    }

    [Theory]
    [InlineData("((a{1000}){1000}){1000}", "multiply to more than 1000")]
    [InlineData("a{1001}", "1000 at most")]
    [InlineData("(a)\\1", "back reference")]
    [InlineData("(?<=a)b", "look-behind")]
    [InlineData("(?>a)b", "not supported")]
    [InlineData("a**", "repeats a repetition")]
    [InlineData("(a", "not closed")]
    [InlineData("a)", "no group")]
    [InlineData("[a", "missing")]
    [InlineData("\\p{Greek}", "scripts")]
    public void Pattern_ThatRe2OrDotNetCanNotRun_IsRefusedAtStart(string pattern, string says) =>
        OttlRig.ConditionRefusal(
            $"IsMatch(name, \"{pattern.Replace("\\", "\\\\", StringComparison.Ordinal)}\")").Problem.ShouldContain(says);

    [Fact]
    public void Set_FarBehindAListsBegin_IsRefusedAtTheLimit()
    {
        using OttlRig rig = OttlRig.OfSpan();
        rig.TryRun("set(attributes[\"new\"][1000000000], 1)").ShouldBeFalse();
        rig.Failure.ShouldBe("the index is out of bounds");
    }

    /// <summary>Anything put together from the language's own pieces compiles or is refused; nothing else comes out.</summary>
    [Fact]
    public void Compile_RandomPieces_OnlyEverRefuses()
    {
        string[] pieces =
        [
            "set", "(", ")", "[", "]", "{", "}", ",", ".", ":", "=", "==", "!=", "<", ">=", "+", "-", "*", "/", "and", "or", "not", "where",
            "nil",
            "true", "name", "attributes", "\"a\"", "1", "2.5", "0x0a", "0x0", "SPAN_KIND_SERVER", "IsMatch", "Len", "Concat", "span",
            "resource",
            "\"(\"", "\\", "\"", "é", "9223372036854775808", "target", "delete_key", "cache", "trace_state",
        ];
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(random.Next(2) == 0 ? "set(name, " : "name == ");
            for (int length = random.Next(1, 14); length > 0; length--)
            {
                text.Append(pieces[random.Next(pieces.Length)]).Append(random.Next(3) == 0 ? "" : " ");
            }

            Compiles(text.ToString());
        }
    }

    private static void Compiles(string text)
    {
        try
        {
            OttlCompiler.Condition(text, ContextKind.Span);
            OttlCompiler.Statement(text, ContextKind.Span);
        }
        catch (OttlException refusal)
        {
            refusal.Column.ShouldBeInRange(1, text.Length + 1);
        }
    }
}
