using System.Text;
using HotPath.Core.Http2.Hpack;

namespace HotPath.Testing.Http2;

/// <summary>Keeps the fields of a header block as text (each byte a character), with their table entries.</summary>
public readonly struct HeaderList() : IHeaderSink
{
    /// <summary>The fields, in their order.</summary>
    public List<(string Name, string Value)> Fields { get; } = [];

    /// <summary>Each field's table entry.</summary>
    public List<long> Entries { get; } = [];

    /// <summary>The value of a field; null without one.</summary>
    public string? this[string name] => Fields.Find(field => field.Name == name).Value;

    /// <inheritdoc/>
    public void Header(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Fields.Add((Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(value)));
        Entries.Add(entry);
    }
}
