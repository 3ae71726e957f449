using System.Buffers.Binary;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// A request of so many <see cref="SampleSpan"/>s, written once; before each use half of every trace id is made fresh, so that nothing on
/// the way can live off repetition.
/// </summary>
internal sealed class SpanTemplate
{
    /// <summary>How much of a trace id is made fresh, in bytes.</summary>
    public const int FreshBytes = 8;

    /// <summary>A span starts with its trace id: tag, length, 16 bytes.</summary>
    private const int TraceIdOffset = 2;

    private readonly byte[] _message;

    private SpanTemplate(byte[] message, IReadOnlyList<int> traceIds)
    {
        _message = message;
        TraceIds = traceIds;
    }

    /// <summary>The request; changes at each <see cref="Refresh"/>.</summary>
    public ReadOnlySpan<byte> Message => _message;

    /// <summary>Where the trace ids lie in it, ascending.</summary>
    public IReadOnlyList<int> TraceIds { get; }

    /// <summary>Spans in it.</summary>
    public int Spans => TraceIds.Count;

    public static SpanTemplate Create(int spans)
    {
        byte[] scope = SampleSpan.Field(1, [.. SampleSpan.Text(1, "load"), .. SampleSpan.Text(2, "1.0.0")]);
        (string Key, string Value)[] attributes =
            [("service.name", "checkout"), ("service.version", "4.5.6"), ("host.name", "node-17"), ("k8s.namespace.name", "shop")];
        byte[] resource = SampleSpan.Field(
            1, [.. attributes.SelectMany(pair => SampleSpan.Field(1, SampleSpan.Attribute(pair.Key, pair.Value)))]);
        var scopeSpans = new List<byte>(scope);
        var traceIds = new List<int>();
        for (int i = 0; i < spans; i++)
        {
            byte[] span = SampleSpan.Write(i);
            scopeSpans.AddRange(SampleSpan.Field(2, span));
            traceIds.Add(scopeSpans.Count - span.Length + TraceIdOffset);
        }

        byte[] scopeField = SampleSpan.Field(2, [.. scopeSpans]);
        byte[] message = SampleSpan.Field(1, [.. resource, .. scopeField]);

        // What was found inside the scope lies as far from the message's end as from the scope's.
        int shift = message.Length - scopeSpans.Count;
        return new SpanTemplate(message, [.. traceIds.Select(at => at + shift)]);
    }

    /// <summary>Gives every span a new trace id.</summary>
    public void Refresh(Random random)
    {
        foreach (int at in TraceIds)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_message.AsSpan(at), random.NextInt64());
        }
    }
}
