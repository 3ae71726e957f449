using System.Text;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http2;

/// <summary>
/// Gathers the metadata of one header block at a time, as its fields are decoded (<c>include_metadata</c>). Only values under keys that
/// some component reads become strings, and a block that came before is not decoded again. Belongs to its connection.
/// </summary>
internal sealed class HeaderMetadata
{
    private const string AuthorityKey = ":authority";
    private const string HostKey = "host";

    private readonly MetadataDraft _draft = new();
    private readonly List<(int Key, string Value)> _found = [];
    private string? _authority;

    /// <summary>Forgets the block before.</summary>
    public void Clear()
    {
        _found.Clear();
        _authority = null;
    }

    /// <summary>
    /// Takes :authority, which may come before anybody knows who reads it; components may ask for it as <c>host</c>, too.
    /// </summary>
    public void TakeAuthority(ReadOnlySpan<byte> value) => _authority = Encoding.UTF8.GetString(value);

    /// <summary>Takes a field if its name is one of the keys.</summary>
    public void Take(MetadataKeys keys, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (Ascii.Equals(name, keys[i]))
            {
                _found.Add((i, Encoding.UTF8.GetString(value)));
                return;
            }
        }
    }

    /// <summary>What was gathered, or a refusal if it is more than one request may bring.</summary>
    public Refusal? Read(MetadataTable table, out ClientMetadata metadata)
    {
        metadata = ClientMetadata.None;
        _draft.Clear();
        for (int key = 0; key < table.Keys.Count; key++)
        {
            string name = table.Keys[key];
            bool isAuthority = _authority is not null && (name is AuthorityKey or HostKey);
            bool fits = isAuthority ? _draft.TryAdd(key, _authority!) : TryAddAll(key);
            if (!fits)
            {
                return Refusals.TooMuchMetadata(name);
            }
        }

        metadata = table.Find(_draft);
        return null;
    }

    private bool TryAddAll(int key)
    {
        foreach ((int of, string value) in _found)
        {
            if (of == key && !_draft.TryAdd(key, value))
            {
                return false;
            }
        }

        return true;
    }
}
