namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>What <c>verbosity: detailed</c> writes of every signal: resources, scopes, attributes.</summary>
internal abstract class DetailedText : SignalText
{
    // Resource { attributes = 1; entity_refs = 3 }; scope { name = 1; version = 2; attributes = 3 }; both inside field 1 of their block.
    private const int ResourceOrScope = 1, SchemaUrl = 3;
    private const int ResourceAttributes = 1, EntityRefs = 3;
    private const int ScopeName = 1, ScopeVersion = 2, ScopeAttributes = 3;
    private const int EntitySchemaUrl = 1, EntityType = 2, EntityIdKeys = 3, EntityDescriptionKeys = 4;

    protected DetailedText(TextBuffer into)
        : base(into)
    {
    }

    /// <summary>What the Collector calls a resource block here: <c>ResourceSpans</c>.</summary>
    protected abstract ReadOnlySpan<byte> ResourceNoun { get; }

    /// <summary>What the Collector calls a scope block here: <c>ScopeSpans</c>.</summary>
    protected abstract ReadOnlySpan<byte> ScopeNoun { get; }

    public override void AddResource(int index, ReadOnlySpan<byte> block)
    {
        Into.Add(ResourceNoun).Add(" #"u8).Add(index).EndLine();
        AddLine("Resource SchemaURL: "u8, ProtoReader.LastBytes(block, SchemaUrl));
        ReadOnlySpan<byte> resource = ProtoReader.LastBytes(block, ResourceOrScope);
        AddAttributes("Resource attributes:"u8, "     -> "u8, resource, ResourceAttributes);
        AddEntityRefs(resource);
    }

    public override void AddScope(int index, ReadOnlySpan<byte> block)
    {
        Into.Add(ScopeNoun).Add(" #"u8).Add(index).EndLine();
        Into.Add(ScopeNoun);
        AddLine(" SchemaURL: "u8, ProtoReader.LastBytes(block, SchemaUrl));
        ReadOnlySpan<byte> scope = ProtoReader.LastBytes(block, ResourceOrScope);
        Into.Add("InstrumentationScope "u8).Add(ProtoReader.LastBytes(scope, ScopeName)).Add(" "u8);
        Into.Add(ProtoReader.LastBytes(scope, ScopeVersion)).EndLine();
        AddAttributes("InstrumentationScope attributes:"u8, "     -> "u8, scope, ScopeAttributes);
    }

    /// <summary>A label and a text.</summary>
    protected void AddLine(ReadOnlySpan<byte> label, ReadOnlySpan<byte> text) => Into.Add(label).Add(text).EndLine();

    /// <summary>A label and a number.</summary>
    protected void AddLine(ReadOnlySpan<byte> label, ulong number) => Into.Add(label).Add(number).EndLine();

    /// <summary>A label and a time.</summary>
    protected void AddTime(ReadOnlySpan<byte> label, ulong unixNanoseconds) => Into.Add(label).AddTime(unixNanoseconds).EndLine();

    /// <summary>A label and an id.</summary>
    protected void AddId(ReadOnlySpan<byte> label, ReadOnlySpan<byte> id) => Into.Add(label).AddId(id).EndLine();

    /// <summary>The attributes in a repeated field of a message, under a header; nothing if there are none.</summary>
    protected void AddAttributes(ReadOnlySpan<byte> header, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> message, int field)
    {
        bool first = true;
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field != field || !reader.IsBytes)
            {
                continue;
            }

            if (first)
            {
                Into.Add(header).EndLine();
                first = false;
            }

            Into.Add(prefix).Add(ProtoReader.LastBytes(reader.Bytes, 1)).Add(": "u8);
            Into.AddTyped(ProtoReader.LastBytes(reader.Bytes, 2)).EndLine();
        }
    }

    private void AddEntityRefs(ReadOnlySpan<byte> resource)
    {
        long index = 0;
        ProtoReader reader = new(resource);
        while (reader.Next())
        {
            if (reader.Field != EntityRefs || !reader.IsBytes)
            {
                continue;
            }

            Into.Add(index == 0 ? "Resource entity refs:\n"u8 : ""u8);
            Into.Add("     -> Entity ref #"u8).Add(index++).Add(":\n"u8);
            AddLine("          -> Type: "u8, ProtoReader.LastBytes(reader.Bytes, EntityType));
            ReadOnlySpan<byte> schemaUrl = ProtoReader.LastBytes(reader.Bytes, EntitySchemaUrl);
            if (schemaUrl.Length > 0)
            {
                AddLine("          -> Schema URL: "u8, schemaUrl);
            }

            AddKeys("          -> ID keys:\n"u8, reader.Bytes, EntityIdKeys);
            AddKeys("          -> Description keys:\n"u8, reader.Bytes, EntityDescriptionKeys);
        }
    }

    private void AddKeys(ReadOnlySpan<byte> header, ReadOnlySpan<byte> entity, int field)
    {
        bool first = true;
        ProtoReader reader = new(entity);
        while (reader.Next())
        {
            if (reader.Field == field && reader.IsBytes)
            {
                Into.Add(first ? header : ""u8);
                AddLine("               -> "u8, reader.Bytes);
                first = false;
            }
        }
    }
}
