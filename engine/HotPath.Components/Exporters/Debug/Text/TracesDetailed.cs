namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Spans at <c>verbosity: detailed</c>.</summary>
internal sealed class TracesDetailed : DetailedText
{
    // Span, as opentelemetry/proto/trace/v1/trace.proto numbers it.
    private const int TraceId = 1, SpanId = 2, TraceState = 3, ParentSpanId = 4, Name = 5, Kind = 6, Start = 7, End = 8;
    private const int Attributes = 9, DroppedAttributes = 10, Events = 11, DroppedEvents = 12, Links = 13, DroppedLinks = 14, Status = 15;
    private const int StatusMessage = 2, StatusCode = 3;
    private const int EventTime = 1, EventName = 2, EventAttributes = 3, EventDropped = 4;
    private const int LinkTraceId = 1, LinkSpanId = 2, LinkTraceState = 3, LinkAttributes = 4, LinkDropped = 5;

    public TracesDetailed(TextBuffer into)
        : base(into)
    {
    }

    protected override ReadOnlySpan<byte> ResourceNoun => "ResourceSpans"u8;

    protected override ReadOnlySpan<byte> ScopeNoun => "ScopeSpans"u8;

    public override void AddItem(int index, ReadOnlySpan<byte> item, int firstPoint, int points)
    {
        Into.Add("Span #"u8).Add(index).EndLine();
        AddId("    Trace ID       : "u8, ProtoReader.LastBytes(item, TraceId));
        AddId("    Parent ID      : "u8, ProtoReader.LastBytes(item, ParentSpanId));
        AddId("    ID             : "u8, ProtoReader.LastBytes(item, SpanId));
        AddLine("    Name           : "u8, ProtoReader.LastBytes(item, Name));
        AddLine("    Kind           : "u8, KindName(ProtoReader.LastNumber(item, Kind)));
        ReadOnlySpan<byte> traceState = ProtoReader.LastBytes(item, TraceState);
        if (traceState.Length > 0)
        {
            AddLine("    TraceState     : "u8, traceState);
        }

        AddTime("    Start time     : "u8, ProtoReader.LastNumber(item, Start));
        AddTime("    End time       : "u8, ProtoReader.LastNumber(item, End));
        ReadOnlySpan<byte> status = ProtoReader.LastBytes(item, Status);
        AddLine("    Status code    : "u8, StatusName(ProtoReader.LastNumber(status, StatusCode)));
        AddLine("    Status message : "u8, ProtoReader.LastBytes(status, StatusMessage));
        AddLine("    DroppedAttributesCount: "u8, (uint)ProtoReader.LastNumber(item, DroppedAttributes));
        AddLine("    DroppedEventsCount: "u8, (uint)ProtoReader.LastNumber(item, DroppedEvents));
        AddLine("    DroppedLinksCount: "u8, (uint)ProtoReader.LastNumber(item, DroppedLinks));
        AddAttributes("Attributes:"u8, "     -> "u8, item, Attributes);
        AddEvents(item);
        AddLinks(item);
    }

    private void AddEvents(ReadOnlySpan<byte> span)
    {
        long index = 0;
        ProtoReader reader = new(span);
        while (reader.Next())
        {
            if (reader.Field != Events || !reader.IsBytes)
            {
                continue;
            }

            Into.Add(index == 0 ? "Events:\n"u8 : ""u8).Add("SpanEvent #"u8).Add(index++).EndLine();
            AddLine("     -> Name: "u8, ProtoReader.LastBytes(reader.Bytes, EventName));
            AddTime("     -> Timestamp: "u8, ProtoReader.LastNumber(reader.Bytes, EventTime));
            AddLine("     -> DroppedAttributesCount: "u8, (uint)ProtoReader.LastNumber(reader.Bytes, EventDropped));

            // The second colon is the Collector's.
            AddAttributes("     -> Attributes::"u8, "          -> "u8, reader.Bytes, EventAttributes);
        }
    }

    private void AddLinks(ReadOnlySpan<byte> span)
    {
        long index = 0;
        ProtoReader reader = new(span);
        while (reader.Next())
        {
            if (reader.Field != Links || !reader.IsBytes)
            {
                continue;
            }

            Into.Add(index == 0 ? "Links:\n"u8 : ""u8).Add("SpanLink #"u8).Add(index++).EndLine();
            AddId("     -> Trace ID: "u8, ProtoReader.LastBytes(reader.Bytes, LinkTraceId));
            AddId("     -> ID: "u8, ProtoReader.LastBytes(reader.Bytes, LinkSpanId));
            AddLine("     -> TraceState: "u8, ProtoReader.LastBytes(reader.Bytes, LinkTraceState));
            AddLine("     -> DroppedAttributesCount: "u8, (uint)ProtoReader.LastNumber(reader.Bytes, LinkDropped));
            AddAttributes("     -> Attributes::"u8, "          -> "u8, reader.Bytes, LinkAttributes);
        }
    }

    private static ReadOnlySpan<byte> KindName(ulong kind) => kind switch
    {
        0 => "Unspecified"u8,
        1 => "Internal"u8,
        2 => "Server"u8,
        3 => "Client"u8,
        4 => "Producer"u8,
        5 => "Consumer"u8,
        _ => ""u8,
    };

    private static ReadOnlySpan<byte> StatusName(ulong code) => code switch
    {
        0 => "Unset"u8,
        1 => "Ok"u8,
        2 => "Error"u8,
        _ => ""u8,
    };
}
