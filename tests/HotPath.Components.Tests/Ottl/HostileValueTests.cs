using System.Text;
using Google.Protobuf;
using HotPath.Components.Ottl;
using HotPath.Core;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Trace;

namespace HotPath.Components.Tests.Ottl;

/// <summary>Values that a hostile sender would send: statements over them end, and give what they must or fail.</summary>
public sealed class HostileValueTests
{
    private const int Many = 10_000;

    [Fact]
    public void MergeMaps_OfTenThousandIntoTenThousand_MergesThem()
    {
        using OttlRig rig = Of(span =>
        {
            span.Attributes.Clear();
            var map = new KeyValueList();
            for (int i = 0; i < Many; i++)
            {
                span.Attributes.Add(Pair($"a{i}", "old"));
                map.Values.Add(Pair($"a{i + (Many / 2)}", "new"));
            }

            span.Attributes.Add(new KeyValue { Key = "m", Value = new AnyValue { KvlistValue = map } });
        });
        rig.TryRun("merge_maps(attributes, attributes[\"m\"], \"upsert\")").ShouldBeTrue(rig.Failure);
        Span span = rig.SpanNow();
        span.Attributes.Count.ShouldBe(1 + Many + (Many / 2));
        span.Attributes.Count(a => a.Value.StringValue == "new").ShouldBe(Many);
    }

    [Fact]
    public void Flatten_OfAListOfTenThousand_MakesAPairOfEach()
    {
        using OttlRig rig = Of(span =>
        {
            span.Attributes.Clear();
            var list = new ArrayValue();
            list.Values.AddRange(Enumerable.Repeat(new AnyValue { IntValue = 1 }, Many));
            span.Attributes.Add(new KeyValue { Key = "l", Value = new AnyValue { ArrayValue = list } });
        });
        rig.TryRun("flatten(attributes, resolveConflicts=true)").ShouldBeTrue(rig.Failure);
        rig.SpanNow().Attributes.Select(a => a.Key).Distinct().Count().ShouldBe(Many);
    }

    [Fact]
    public void ReplaceAllPatterns_OfTenThousandKeysToOne_LeavesTheLast()
    {
        using OttlRig rig = Of(span =>
        {
            span.Attributes.Clear();
            span.Attributes.AddRange(Enumerable.Range(0, Many).Select(i => Pair($"k{i}", $"{i}")));
        });
        rig.TryRun("replace_all_patterns(attributes, \"key\", \"[0-9]+\", \"x\")").ShouldBeTrue(rig.Failure);
        rig.SpanNow().Attributes.Single().Value.StringValue.ShouldBe($"{Many - 1}");
    }

    [Fact]
    public void ParseJson_OfTenThousandTimesOneKey_KeepsTheLast()
    {
        using OttlRig rig = OfText("{" + string.Join(",", Enumerable.Range(0, Many).Select(i => $"\"k\":{i}")) + "}");
        rig.Get("ParseJSON(attributes[\"big\"])").ShouldBe($"{{\"k\":{Many - 1}}}");
    }

    [Theory]
    [InlineData(64, "1")]
    [InlineData(65, "failed: the text is not JSON (or nests more than 64 deep)")]
    public void ParseJson_NestedDeep_ReadsUpToTheLimit(int depth, string length)
    {
        using OttlRig rig = OfText(new string('[', depth) + new string(']', depth));
        rig.Get($"Len(ParseJSON(attributes[\"big\"]))").ShouldBe(length);
    }

    [Theory]
    [InlineData("flatten(attributes)")]
    [InlineData("flatten(attributes, resolveConflicts=true)")]
    [InlineData("stringify_all(attributes)")]
    [InlineData("set(attributes[\"t\"], String(attributes[\"deep\"]))")]
    [InlineData("set(attributes[\"t\"], Format(\"%v\", [attributes[\"deep\"]]))")]
    [InlineData("set(attributes[\"t\"], ToKeyValueString(attributes[\"deep\"]))")]
    [InlineData("set(attributes[\"t\"], attributes[\"deep\"] == attributes[\"deep\"])")]
    [InlineData("set(attributes[\"t\"], Sort(Keys(attributes[\"deep\"])))")]
    public void Statement_OnAMapAHundredDeep_Ends(string statement)
    {
        var value = new AnyValue { StringValue = "end" };
        for (int i = 0; i < 100; i++)
        {
            value = new AnyValue { KvlistValue = new KeyValueList { Values = { new KeyValue { Key = "k", Value = value } } } };
        }

        using OttlRig rig = Of(span => span.Attributes.Add(new KeyValue { Key = "deep", Value = value }));
        if (statement.Contains("==", StringComparison.Ordinal))
        {
            rig.Check("attributes[\"deep\"] == attributes[\"deep\"]").ShouldBe(HotPath.Components.Ottl.Expressions.Truth.Yes);
            return;
        }

        rig.TryRun(statement).ShouldBeTrue(rig.Failure);
        rig.Written().Length.ShouldBeGreaterThan(100);
    }

    /// <summary>With <c>validation: structure</c> nobody looked at the UTF-8. Nothing may throw, whatever it gives.</summary>
    [Fact]
    public void Converter_OfWhatIsNoUtf8_GivesSomethingOrFails()
    {
        string[] converters =
        [
            "ToUpperCase({0})", "ToLowerCase({0})", "ToSnakeCase({0})", "ToCamelCase({0})", "Split({0}, \"\")", "Trim({0})",
            "TrimPrefix({0}, \"a\")",
            "Substring({0}, 0, 3, true)", "IsMatch({0}, \"^.+$\")", "Format(\"%q %5s %.2s %x %c\", [{0}, {0}, {0}, {0}, 65])",
            "ParseJSON({0})",
            "ParseJSON(Concat([\"[\\\"\", {0}, \"\\\"]\"], \"\"))", "URL({0})", "ParseKeyValue({0}, \"a\")", "ParseCSV({0}, {0})",
            "Decode({0}, \"utf-8\")",
            "Decode({0}, \"base64\")", "Base64Encode({0})", "Hex({0})", "Time({0}, \"%Y\")", "ExtractPatterns({0}, \"(?P<x>.)\")",
            "SHA256({0})",
            "XXH3({0})", "Int({0})", "Double({0})", "Bool({0})", "ParseInt({0}, 0)", "IsInCIDR({0}, [\"10.0.0.0/8\"])", "IsValidLuhn({0})",
            "String([{0}])", "ToKeyValueString({\"a\": {0}})", "Sort([{0}, 1])", "Index({0}, \"a\")", "Duration({0})", "TraceID({0})",
        ];
        byte[] request = Request(span => span.Attributes.Add(Pair("big", "aXYZa XY"))).ToByteArray();
        for (int i = 0; i < request.Length; i++)
        {
            // X, Y and Z become a lone continuation, the begin of four bytes, and a byte that UTF-8 never has.
            request[i] = request[i] switch { (byte)'X' => 0x80, (byte)'Y' => 0xF0, (byte)'Z' => 0xFF, _ => request[i] };
        }

        using var rig = new OttlRig(Signal.Traces, request);
        foreach (string converter in converters)
        {
            rig.Get(converter.Replace("{0}", "attributes[\"big\"]", StringComparison.Ordinal)).ShouldNotBeNull(converter);
        }

        foreach (string statement in new[]
        {
            "truncate_all(attributes, 2)", "replace_pattern(attributes[\"big\"], \"(a)\", \"$1b\")",
            "replace_all_patterns(attributes, \"value\", \".\", \"b\")",
            "stringify_all(attributes)", "append(attributes[\"big\"], attributes[\"big\"])",
        })
        {
            rig.TryRun(statement).ShouldBeTrue($"{statement}: {rig.Failure}");
        }

        rig.Written().ShouldNotBeEmpty();
    }

    /// <summary>A backtracking engine would need longer than anybody waits; this ends, or the test run does not.</summary>
    [Theory]
    [InlineData("set(attributes[\"big\"], ExtractPatterns(attributes[\"big\"], \"^(?P<x>(a+)+)!$\"))")]
    [InlineData("replace_pattern(attributes[\"big\"], \"^((a|aa)+)!$\", \"$1\")")]
    [InlineData("replace_all_patterns(attributes, \"value\", \"((.*)*)y\", \"z\")")]
    public void Statement_WithAPatternBuiltToBacktrack_OnManyBytes_Ends(string statement)
    {
        using OttlRig rig = OfText(new string('a', 1 << 16) + "!");
        rig.TryRun(statement).ShouldBeTrue(rig.Failure);
    }

    private static OttlRig OfText(string text) => Of(span => span.Attributes.Add(Pair("big", text)));

    private static OttlRig Of(Action<Span> change) => new(Signal.Traces, Request(change));

    private static ExportTraceServiceRequest Request(Action<Span> change)
    {
        ExportTraceServiceRequest request = OttlRig.SpanRequest();
        change(request.ResourceSpans[0].ScopeSpans[0].Spans[0]);
        return request;
    }

    private static KeyValue Pair(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };
}
