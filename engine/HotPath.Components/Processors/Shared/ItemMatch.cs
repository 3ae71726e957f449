using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>
/// An <c>include</c> or <c>exclude</c>: everything that it names must match. What is the same for all items of a scope block is asked once.
/// Thread-safe.
/// </summary>
internal sealed record ItemMatch
{
    private static readonly AttributeKey ServiceName = new("service.name");

    public TextSet? Services { get; init; }

    public TextSet? SpanNames { get; init; }

    public TextSet? SpanKinds { get; init; }

    public TextSet? LogBodies { get; init; }

    public TextSet? SeverityTexts { get; init; }

    /// <summary>The lowest severity number that matches; null = any.</summary>
    public long? MinSeverity { get; init; }

    /// <summary>Whether a log without a severity number matches <see cref="MinSeverity"/>.</summary>
    public bool MatchUndefined { get; init; }

    public TextSet? MetricNames { get; init; }

    public AttributeMatch[] Attributes { get; init; } = [];

    public AttributeMatch[] Resources { get; init; } = [];

    public LibraryMatch[] Libraries { get; init; } = [];

    /// <summary>What it reads.</summary>
    public IndexDepth Depth =>
        (Services is not null || Resources.Length > 0 ? IndexDepth.ResourceAttributes : IndexDepth.None)
        | (Attributes.Length > 0 ? IndexDepth.ItemAttributes : IndexDepth.None)
        | (SpanNames ?? SpanKinds ?? LogBodies ?? SeverityTexts ?? (object?)MinSeverity) switch
        {
            null => IndexDepth.None,
            _ => IndexDepth.ItemFields,
        };

    /// <summary>The keys of the items' attributes that it looks at.</summary>
    public IEnumerable<AttributeKey> Keys => Attributes.Select(match => match.Key);

    /// <summary>What is the same for all items of a scope block.</summary>
    public bool MatchesScope(Overlay overlay, int scope)
    {
        int resource = overlay.Index.Scopes[scope].Resource;
        if (Services is not null)
        {
            ReadOnlySpan<byte> name = "<nil-service-name>"u8;
            if (overlay.AttributesOf(Owner.Resource(resource)).TryGet(ServiceName, out WireValue value))
            {
                ValueString.TryRead(value, out name);
            }

            if (!Services.Matches(name))
            {
                return false;
            }
        }

        foreach (LibraryMatch library in Libraries)
        {
            if (!library.Name.Matches(overlay.GetField(Owner.Scope(scope), OtlpTag.ScopeName).Bytes)
                || (library.Version is { } version && !version.Matches(overlay.GetField(Owner.Scope(scope), OtlpTag.ScopeVersion).Bytes)))
            {
                return false;
            }
        }

        return Resources.Length == 0 || AttributeMatch.All(Resources, overlay.AttributesOf(Owner.Resource(resource)));
    }

    /// <summary>What is asked of each item.</summary>
    public bool MatchesItem(Overlay overlay, int item) => overlay.Index.Signal switch
    {
        Signal.Traces => MatchesSpan(overlay, Owner.Item(item)),
        Signal.Logs => MatchesLog(overlay, Owner.Item(item)),
        _ => MetricNames?.Matches(overlay.GetField(Owner.Metric(overlay.Index.Items[item].Parent), OtlpTag.MetricName).Bytes) ?? true,
    };

    private bool MatchesSpan(Overlay overlay, Owner span) =>
        (SpanNames?.Matches(overlay.GetField(span, OtlpTag.SpanName).Bytes) ?? true)
        && (SpanKinds?.Matches(KindName((int)overlay.GetField(span, OtlpTag.SpanKind).Varint)) ?? true)
        && (Attributes.Length == 0 || AttributeMatch.All(Attributes, overlay.AttributesOf(span)));

    private bool MatchesLog(Overlay overlay, Owner log)
    {
        if (LogBodies is not null
            && !(ValueString.TryRead(overlay.GetValue(log, OtlpTag.LogBody), out ReadOnlySpan<byte> body) && LogBodies.Matches(body)))
        {
            return false;
        }

        return (SeverityTexts?.Matches(overlay.GetField(log, OtlpTag.LogSeverityText).Bytes) ?? true)
            && MatchesSeverity((int)overlay.GetField(log, OtlpTag.LogSeverityNumber).Varint)
            && (Attributes.Length == 0 || AttributeMatch.All(Attributes, overlay.AttributesOf(log)));
    }

    private bool MatchesSeverity(int number) => MinSeverity is not { } least || (number == 0 ? MatchUndefined : number >= least);

    private static ReadOnlySpan<byte> KindName(int kind) => kind switch
    {
        0 => "SPAN_KIND_UNSPECIFIED"u8,
        1 => "SPAN_KIND_INTERNAL"u8,
        2 => "SPAN_KIND_SERVER"u8,
        3 => "SPAN_KIND_CLIENT"u8,
        4 => "SPAN_KIND_PRODUCER"u8,
        5 => "SPAN_KIND_CONSUMER"u8,
        _ => default,
    };
}
