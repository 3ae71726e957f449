using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Functions;
using HotPath.Core;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Components.Tests.Ottl;

/// <summary>What statements make lies in the request's pooled memory: on the heap no function costs anything, where it succeeds.</summary>
public sealed class OttlAllocationTests
{
    private const int Rounds = 12;

    [Fact]
    public void Calls_NameEveryFunctionThatThereIs() =>
        FunctionTable.Standard.Names.Except(OttlCalls.All.Select(call => call.Key)).ShouldBeEmpty();

    [Fact]
    public void EveryFunction_InSteadyState_AllocatesNothing()
    {
        var guilty = new List<string>();
        foreach ((string name, string[] calls) in OttlCalls.All)
        {
            bool isConverter = FunctionTable.Standard.Find(name)!.Converter is not null;
            guilty.AddRange(
                from call in calls
                let bytes = Least(isConverter ? $"set(attributes[\"result\"], {call})" : call)
                where bytes != 0
                select $"{call}: {bytes}");
        }

        guilty.ShouldBeEmpty();
    }

    private static long Least(string text)
    {
        CompiledStatement statement = OttlCompiler.Statement(text, ContextKind.Span);
        using var rig = new OttlRig(Signal.Traces, Request(), isTracking: false);
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            rig.Restart();
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool isDone = statement.Run(rig.Context);
            rig.Context.EndStatement();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            isDone.ShouldBeTrue($"{text}: {(isDone ? "" : rig.Failure)}");
        }

        return least;
    }

    private static ExportTraceServiceRequest Request()
    {
        ExportTraceServiceRequest request = OttlRig.SpanRequest();
        var attributes = request.ResourceSpans[0].ScopeSpans[0].Spans[0].Attributes;
        (string, string)[] texts =
        [
            ("base64", "SGVsbG8="), ("json", "{\"a\": [1, 2.5, \"x\", null], \"b\": {\"c\": true}}"), ("pairs", "a=1 b=\"2 3\""),
            ("csv", "1,\"2,3\",4"), ("url", "https://user@example.com:8080/a/b?c=d#e"), ("number", "4111111111111111"), ("ip", "10.1.2.3"),
            ("trace", "0102030405060708090a0b0c0d0e0f10"), ("span", "0102030405060708"), ("span.time", "1h2m3.5s"),
            ("date", "2024-05-06 07:08:09"),
            ("zoned", "2024-05-06 07:08:09 +0200"),
        ];
        attributes.AddRange(texts.Select(text => new KeyValue { Key = text.Item1, Value = new AnyValue { StringValue = text.Item2 } }));
        attributes.Add(new KeyValue
        {
            Key = "texts",
            Value = new AnyValue
            {
                ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = "b" }, new AnyValue { StringValue = "a" } } },
            },
        });
        var pair = new KeyValueList
        {
            Values =
            {
                new KeyValue { Key = "name", Value = new AnyValue { StringValue = "n" } },
                new KeyValue { Key = "value", Value = new AnyValue { IntValue = 1 } },
            },
        };
        attributes.Add(new KeyValue
        {
            Key = "maps",
            Value = new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { KvlistValue = pair } } } },
        });
        return request;
    }
}
