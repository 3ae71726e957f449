using System.Globalization;
using Google.Protobuf;
using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Compiling;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Syntax;
using HotPath.Components.Ottl.Values;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Testing;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Otlp.Trace;
using Span = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Ottl;

/// <summary>One request with a span, and statements run on its first item: what they give, and what the request is after them.</summary>
internal sealed class OttlRig : IDisposable
{
    private readonly SlabPool _slabs;
    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();
    private readonly Lease _lease;

    public OttlRig(
        Signal signal, IMessage request, IndexDepth depth = (IndexDepth)~0, AttributeKeySet? itemKeys = null, bool isTracking = true)
        : this(signal, request.ToByteArray(), depth, itemKeys, isTracking)
    {
    }

    /// <summary>A rig; one that tracks its slabs finds leaks, and allocates.</summary>
    public OttlRig(Signal signal, byte[] bytes, IndexDepth depth = (IndexDepth)~0, AttributeKeySet? itemKeys = null, bool isTracking = true)
    {
        _slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28), isTracking);
        _slabs.TryRent(bytes.Length, BudgetUse.Ingress, out _lease).ShouldBeTrue();
        bytes.CopyTo(_lease.Writable);
        _index.Build(signal, _lease, depth, _slabs, itemKeys);
        Begin();
    }

    /// <summary>The context, at the first resource, scope and item.</summary>
    public OttlContext Context { get; } = new(new FakeClock());

    /// <summary>Why the last evaluation failed.</summary>
    public string Failure => Context.Failure.ToString();

    /// <summary>A request of one span, with attributes of every kind, on which statements are tried.</summary>
    public static ExportTraceServiceRequest SpanRequest()
    {
        var span = new Span
        {
            Name = "GET /users/42",
            Kind = Span.Types.SpanKind.Client,
            TraceId = ByteString.CopyFrom([.. Enumerable.Range(1, 16).Select(i => (byte)i)]),
            SpanId = ByteString.CopyFrom(1, 2, 3, 4, 5, 6, 7, 8),
            TraceState = "a=1,b=2",
            StartTimeUnixNano = 1_700_000_000_000_000_000,
            EndTimeUnixNano = 1_700_000_000_100_000_000,
            Status = new Status { Code = Status.Types.StatusCode.Error, Message = "boom" },
            Attributes =
            {
                Pair("s", new AnyValue { StringValue = "Hello World" }),
                Pair("u", new AnyValue { StringValue = "ñandú ☃" }),
                Pair("i", new AnyValue { IntValue = 42 }),
                Pair("d", new AnyValue { DoubleValue = 2.5 }),
                Pair("t", new AnyValue { BoolValue = true }),
                Pair("b", new AnyValue { BytesValue = ByteString.CopyFrom(1, 0xAB) }),
                Pair("empty", new AnyValue()),
                Pair("l", new AnyValue
                {
                    ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = "x" }, new AnyValue { IntValue = 1 } } },
                }),
                Pair("m", new AnyValue
                {
                    KvlistValue = new KeyValueList
                    {
                        Values = { Pair("k", new AnyValue { StringValue = "v" }), Pair("n", new AnyValue { IntValue = 7 }) },
                    },
                }),
            },
        };
        return new ExportTraceServiceRequest
        {
            ResourceSpans =
            {
                new ResourceSpans
                {
                    Resource = new Resource { Attributes = { Pair("service.name", new AnyValue { StringValue = "svc" }) } },
                    ScopeSpans =
                    {
                        new ScopeSpans { Scope = new InstrumentationScope { Name = "lib", Version = "1.0" }, Spans = { span } },
                    },
                },
            },
        };
    }

    /// <summary>A rig over <see cref="SpanRequest"/>.</summary>
    public static OttlRig OfSpan() => new(Signal.Traces, SpanRequest());

    /// <summary>
    /// What an expression of the span context gives, written as JSON where it is a list or map, as hex where it is bytes; <c>"failed:
    /// …"</c> if it fails.
    /// </summary>
    public static string Value(string expression)
    {
        using OttlRig rig = OfSpan();
        return rig.Get(expression);
    }

    /// <summary>Whether a condition of the span context holds.</summary>
    public static Truth Test(string condition)
    {
        using OttlRig rig = OfSpan();
        return rig.Check(condition);
    }

    /// <summary>The span after statements, each of which must succeed.</summary>
    public static Span Run(params string[] statements)
    {
        using OttlRig rig = OfSpan();
        foreach (string statement in statements)
        {
            OttlCompiler.Statement(statement, ContextKind.Span).Run(rig.Context).ShouldBeTrue(rig.Failure);
        }

        return rig.SpanNow();
    }

    /// <summary>An attribute of a span after statements, in the form of <see cref="Value"/>; "missing" if it is not there.</summary>
    public static string Attribute(string key, params string[] statements)
    {
        KeyValue? pair = Run(statements).Attributes.FirstOrDefault(p => p.Key == key);
        return pair is null ? "missing" : pair.Value.ToString();
    }

    /// <summary>What the statement's refusal says; fails if it is not refused.</summary>
    public static OttlException Refusal(string statement, ContextKind context = ContextKind.Span) =>
        Should.Throw<OttlException>(() => OttlCompiler.Statement(statement, context));

    /// <summary>What the condition's refusal says.</summary>
    public static OttlException ConditionRefusal(string condition, ContextKind context = ContextKind.Span) =>
        Should.Throw<OttlException>(() => OttlCompiler.Condition(condition, context));

    /// <summary>What an expression gives; see <see cref="Value"/>.</summary>
    public string Get(string expression, ContextKind context = ContextKind.Span)
    {
        string text = $"{expression} == nil";
        var compare = (CompareNode)Parser.Condition(text);
        Expression value = new Compiler(text, context, false, FunctionTable.Standard).Value(compare.Left);
        return Show(value.Get(Context));
    }

    /// <summary>Whether a condition holds.</summary>
    public Truth Check(string condition, ContextKind context = ContextKind.Span) =>
        OttlCompiler.Condition(condition, context).Condition.Test(Context);

    /// <summary>Runs a statement; false = it failed.</summary>
    public bool TryRun(string statement, ContextKind context = ContextKind.Span) => OttlCompiler.Statement(statement, context).Run(Context);

    /// <summary>Begins again, with the request as it came.</summary>
    public void Restart()
    {
        Context.End();
        _overlay.Clear();
        Begin();
    }

    /// <summary>The request after all that ran.</summary>
    public byte[] Written()
    {
        _overlay.TryMaterialise(_slabs, BudgetUse.Egress, out Lease edited).ShouldBeTrue();
        byte[] bytes = edited.Bytes.ToArray();
        edited.Return();
        return bytes;
    }

    /// <summary>The first span after all that ran.</summary>
    public Span SpanNow() => ExportTraceServiceRequest.Parser.ParseFrom(Written()).ResourceSpans[0].ScopeSpans[0].Spans[0];

    public void Dispose()
    {
        Context.End();
        _overlay.Clear();
        _index.Clear();
        _lease.Return();
        _slabs.Dispose();
    }

    private void Begin()
    {
        _overlay.Begin(_index, _slabs);
        Context.Begin(_overlay);
        Context.EnterResource(0);
        Context.EnterScope(0);
        if (_index.Signal == Signal.Metrics)
        {
            Context.EnterMetric(0);
        }

        Context.EnterItem(0);
    }

    private static KeyValue Pair(string key, AnyValue value) => new() { Key = key, Value = value };

    private string Show(OttlValue value) => value.Kind switch
    {
        OttlKind.Failed => $"failed: {Failure}",
        OttlKind.Nil => "nil",
        OttlKind.Time => $"time {value.AsInt.ToString(CultureInfo.InvariantCulture)}",
        OttlKind.Duration => $"duration {value.AsInt.ToString(CultureInfo.InvariantCulture)}",
        OttlKind.TraceId or OttlKind.SpanId => $"id {Convert.ToHexStringLower(value.Content)}",
        OttlKind.Text => $"\"{System.Text.Encoding.UTF8.GetString(value.Content)}\"",
        _ => System.Text.Encoding.UTF8.GetString(TextForm.Of(Context, value).Content),
    };
}
