namespace HotPath.Core.Index;

/// <summary>
/// The one pass that fills a <see cref="RequestIndex"/>. What the depth does not ask for is stepped over by its length.
/// <code>
///   Export…ServiceRequest   0A resource block
///   ResourceSpans, …        0A Resource    12 scope block       Resource              0A attributes
///   ScopeSpans, …           0A Scope       12 item or metric    InstrumentationScope  1A attributes
///   Metric                  2A 3A 4A 52 5A data    62 metadata  Gauge, Sum, …         0A point (item)
///   Span                    4A attributes  5A event  6A link    Event 1A attributes   Link 22 attributes
/// </code>
/// </summary>
internal readonly unsafe ref partial struct Indexer
{
    private const uint ResourceAttributesTag = 0x0A;
    private const uint ScopeAttributesTag = 0x1A;
    private const uint MetadataTag = 0x62;
    private const uint EventTag = 0x5A;
    private const uint LinkTag = 0x6A;
    private const uint EventAttributesTag = 0x1A;
    private const uint LinkAttributesTag = 0x22;
    private const uint First = 0x0A;
    private const uint Second = 0x12;

    private readonly RequestIndex _index;
    private readonly Arena _arena;
    private readonly byte* _start;
    private readonly IndexDepth _depth;
    private readonly bool _looksIntoItems;
    private readonly ulong* _named;

    public Indexer(RequestIndex index)
    {
        _index = index;
        _arena = index.Arena;
        _start = index.Start;
        _depth = index.Depth;
        _named = index.ItemKeys == null ? null : index.ItemKeys.EndsByLength;
        _looksIntoItems = Asks(IndexDepth.ItemAttributes) || Asks(IndexDepth.ItemFields)
            || Asks(IndexDepth.Events) || Asks(IndexDepth.Links);
    }

    public void Run()
    {
        var fields = new FieldCursor(_start, _start + _index.Length);
        while (Asks(IndexDepth.Resources) && fields.Next())
        {
            if (fields.Tag == First)
            {
                Resource(fields);
            }
        }
    }

    private bool Asks(IndexDepth depth) => (_depth & depth) == depth;

    private int At(byte* place) => (int)(place - _start);

    private void Resource(FieldCursor block)
    {
        int at = _index.ResourceRows.Count;
        ref ResourceRow row = ref _index.ResourceRows.Add(_arena);
        row = default;
        row.FieldStart = At(block.Start);
        row.BodyStart = At(block.Body);
        row.End = At(block.End);
        row.MessageStart = -1;
        row.FirstScope = _index.ScopeRows.Count;
        row.FirstItem = _index.ItemRows.Count;
        row.FirstAttribute = _index.AttributeRows[(int)OwnerKind.Resource].Count;
        var fields = new FieldCursor(block.Body, block.End);
        while (fields.Next())
        {
            if (fields.Tag == First)
            {
                row.MessageStart = At(fields.Start);
                row.MessageBody = At(fields.Body);
                row.MessageEnd = At(fields.End);
                row.Messages++;
                if (Asks(IndexDepth.ResourceAttributes))
                {
                    row.AttributeCount += Attributes(OwnerKind.Resource, fields.Body, fields.End, ResourceAttributesTag);
                }
            }
            else if (fields.Tag == Second && Asks(IndexDepth.Scopes))
            {
                Scope(fields, at);
            }
        }

        row.ScopeCount = _index.ScopeRows.Count - row.FirstScope;
        row.ItemCount = _index.ItemRows.Count - row.FirstItem;
    }

    private void Scope(FieldCursor block, int resource)
    {
        int at = _index.ScopeRows.Count;
        ref ScopeRow row = ref _index.ScopeRows.Add(_arena);
        row = default;
        row.FieldStart = At(block.Start);
        row.BodyStart = At(block.Body);
        row.End = At(block.End);
        row.MessageStart = -1;
        row.Resource = resource;
        row.FirstMetric = _index.MetricRows.Count;
        row.FirstItem = _index.ItemRows.Count;
        row.FirstAttribute = _index.AttributeRows[(int)OwnerKind.Scope].Count;
        ItemShape shape = _index.Signal == Signal.Traces ? ItemShape.Span : ItemShape.Log;
        bool placesOnly = Asks(IndexDepth.Items) && !_looksIntoItems && _index.Signal != Signal.Metrics;
        for (byte* next = block.Body; next < block.End;)
        {
            next = placesOnly ? Places(next, block.End, at) : next;
            var fields = new FieldCursor(next, block.End);
            if (!fields.Next())
            {
                break;
            }

            next = fields.End;
            if (fields.Tag == Second)
            {
                if (_index.Signal == Signal.Metrics)
                {
                    Metric(fields, at);
                }
                else if (Asks(IndexDepth.Items))
                {
                    Item(fields.Start, fields.Body, fields.End, at, shape);
                }
            }
            else if (fields.Tag == First)
            {
                row.MessageStart = At(fields.Start);
                row.MessageBody = At(fields.Body);
                row.MessageEnd = At(fields.End);
                row.Messages++;
                if (Asks(IndexDepth.ScopeAttributes))
                {
                    row.AttributeCount += Attributes(OwnerKind.Scope, fields.Body, fields.End, ScopeAttributesTag);
                }
            }
        }

        row.MetricCount = _index.MetricRows.Count - row.FirstMetric;
        row.ItemCount = _index.ItemRows.Count - row.FirstItem;
    }

    private void Metric(FieldCursor field, int scope)
    {
        if (!Asks(IndexDepth.Metrics))
        {
            return;
        }

        int at = _index.MetricRows.Count;
        ref MetricRow row = ref _index.MetricRows.Add(_arena);
        row = default;
        row.FieldStart = At(field.Start);
        row.BodyStart = At(field.Body);
        row.End = At(field.End);
        row.Scope = scope;
        row.FirstItem = _index.ItemRows.Count;
        row.FirstAttribute = _index.AttributeRows[(int)OwnerKind.Metric].Count;
        var fields = new FieldCursor(field.Body, field.End);
        while (fields.Next())
        {
            if (fields.Tag is 0x2A or 0x3A or 0x4A or 0x52 or 0x5A)
            {
                bool isPiece = row.DataNumber == fields.Tag >> 3;
                row.DataNumber = (int)(fields.Tag >> 3);
                row.DataStart = isPiece ? row.DataStart : At(fields.Start);
                row.DataFields = isPiece ? row.DataFields + 1 : 1;
            }
            else if (fields.Tag == MetadataTag && Asks(IndexDepth.MetricAttributes))
            {
                Attribute(ref _index.AttributeRows[(int)OwnerKind.Metric], fields.Start, fields.Body, fields.End);
                row.AttributeCount++;
            }
        }

        if (row.DataNumber != 0 && Asks(IndexDepth.Items))
        {
            Points(row, at, field.End);
            row.ItemCount = _index.ItemRows.Count - row.FirstItem;
        }
    }

    private void Points(in MetricRow row, int metric, byte* end)
    {
        ItemShape shape = ItemShape.OfData(row.Data);
        var fields = new FieldCursor(_start + row.DataStart, end);
        while (fields.Next())
        {
            if (fields.Tag != (((uint)row.DataNumber << 3) | 2))
            {
                continue;
            }

            var points = new FieldCursor(fields.Body, fields.End);
            while (points.Next())
            {
                if (points.Tag == First)
                {
                    Item(points.Start, points.Body, points.End, metric, shape);
                }
            }
        }
    }
}
