using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>
/// A hundred messages and groups may lie inside each other below the request: ResourceSpans is the first, ScopeSpans the second,
/// Span the third, its attribute's KeyValue the fourth, the value's AnyValue the fifth.
/// </summary>
public class OtlpWalkDepthTests
{
    private const int Limit = 100;
    private const int ValueDepth = 5;

    public static TheoryData<int, bool> Nestings
    {
        get
        {
            var all = new TheoryData<int, bool>();
            for (var arrays = 40; arrays <= 50; arrays++)
            {
                all.Add(arrays, true);
                all.Add(arrays, false);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Nestings))]
    public void Check_AttributeDeepInValues_RefusedPastTheLimit(int arrays, bool inList)
    {
        // KeyValueList, KeyValue, AnyValue
        var value = Requests.Field(6, Requests.Field(1, Requests.KeyValue("key"u8.ToArray(), Requests.Text("value"u8.ToArray()))));
        var deepest = ValueDepth + 3;
        if (inList)
        {
            value = Requests.Field(6, Requests.Field(1, Requests.KeyValue("outer"u8.ToArray(), value)));
            deepest += 3;
        }

        for (var i = 0; i < arrays; i++)
        {
            // ArrayValue, AnyValue
            value = Requests.Field(5, Requests.Field(1, value));
            deepest += 2;
        }

        ShouldBeRefusedPastTheLimit(Requests.WithAttribute(Requests.KeyValue("top"u8.ToArray(), value)), deepest);
    }

    [Theory]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(98)]
    public void Check_GroupsInASpan_RefusedPastTheLimit(int groups)
    {
        var span = new WireWriter();
        for (var i = 0; i < groups; i++)
        {
            span.Tag(100, 3);
        }

        for (var i = 0; i < groups; i++)
        {
            span.Tag(100, 4);
        }

        ShouldBeRefusedPastTheLimit(Requests.WithSpan(span.ToArray()), 3 + groups);
    }

    private static void ShouldBeRefusedPastTheLimit(byte[] request, int deepest)
    {
        var result = OtlpWalk.Check(Signal.Traces, request);

        result.Fault.ShouldBe(deepest > Limit ? WireFault.NestedTooDeep : WireFault.None);
        WireVerdict.Disagreement(Signal.Traces, request, result).ShouldBeNull();
    }
}
