namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>What <c>verbosity: normal</c> writes of every signal: a line for each resource and scope.</summary>
internal abstract class NormalText : SignalText
{
    // Resource { attributes = 1 }; scope { name = 1; version = 2; attributes = 3 }; both inside field 1 of their block.
    private const int ResourceOrScope = 1, SchemaUrl = 3, ResourceAttributes = 1;
    private const int ScopeName = 1, ScopeVersion = 2, ScopeAttributes = 3;

    protected NormalText(TextBuffer into)
        : base(into)
    {
    }

    /// <summary>
    /// What the Collector calls the signal in these lines: <c>Traces</c> in <c>ResourceTraces</c> and <c>ScopeTraces</c>.
    /// </summary>
    protected abstract ReadOnlySpan<byte> SignalNoun { get; }

    public override void AddResource(int index, ReadOnlySpan<byte> block)
    {
        Into.Add("Resource"u8).Add(SignalNoun).Add(" #"u8).Add(index);
        AddSchemaUrl(block);
        AddAttributes(" "u8, " "u8, ProtoReader.LastBytes(block, ResourceOrScope), ResourceAttributes);
        Into.EndLine();
    }

    public override void AddScope(int index, ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> scope = ProtoReader.LastBytes(block, ResourceOrScope);
        ReadOnlySpan<byte> name = ProtoReader.LastBytes(scope, ScopeName);
        ReadOnlySpan<byte> version = ProtoReader.LastBytes(scope, ScopeVersion);
        Into.Add("Scope"u8).Add(SignalNoun).Add(" #"u8).Add(index);
        Into.Add(name.Length + version.Length > 0 ? " "u8 : ""u8).Add(name);
        Into.Add(version.Length > 0 ? "@"u8 : ""u8).Add(version);
        AddSchemaUrl(block);
        AddAttributes(" "u8, " "u8, scope, ScopeAttributes);
        Into.EndLine();
    }

    /// <summary>The attributes in a repeated field of a message, as <c>key=value</c>.</summary>
    protected void AddAttributes(ReadOnlySpan<byte> before, ReadOnlySpan<byte> between, ReadOnlySpan<byte> message, int field)
    {
        bool first = true;
        ProtoReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == field && reader.IsBytes)
            {
                Into.Add(first ? before : between).Add(ProtoReader.LastBytes(reader.Bytes, 1)).Add("="u8);
                Into.AddUntyped(ProtoReader.LastBytes(reader.Bytes, 2));
                first = false;
            }
        }
    }

    private void AddSchemaUrl(ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> schemaUrl = ProtoReader.LastBytes(block, SchemaUrl);
        if (schemaUrl.Length > 0)
        {
            Into.Add(" ["u8).Add(schemaUrl).Add("]"u8);
        }
    }
}
