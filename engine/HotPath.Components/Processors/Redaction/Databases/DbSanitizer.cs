using System.Text;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Redaction.Databases;

/// <summary>
/// The <c>db_sanitizer</c>: takes the data out of statements, in attributes that are named, in bodies, and in names of spans. Thread-safe.
/// </summary>
internal sealed class DbSanitizer
{
    private const int Internal = 1;
    private const int Client = 3;
    private static readonly AttributeKey SystemName = new("db.system.name");
    private static readonly AttributeKey OldSystem = new("db.system");

    [ThreadStatic]
    private static WireBuilder? _builder;

    private readonly DbEntry[] _entries;
    private readonly bool _hasKeys;
    private readonly bool _fallsBack;

    /// <summary>Makes one.</summary>
    /// <param name="entries">The databases; the first that fits is asked.</param>
    /// <param name="ofNames">Names of spans too.</param>
    /// <param name="fallsBack">Attributes are sanitized, by all in turn, where the owner does not say which database it is.</param>
    public DbSanitizer(IEnumerable<DbEntry> entries, bool ofNames, bool fallsBack)
    {
        _entries = [.. entries];
        _hasKeys = _entries.Any(entry => entry.Keys is not null);
        _fallsBack = fallsBack;
        SanitizesNames = ofNames;
    }

    /// <summary>True if names of spans are sanitized.</summary>
    public bool SanitizesNames { get; }

    /// <summary>Which database the attributes speak of; empty if they don't say.</summary>
    public static ReadOnlySpan<byte> SystemOf(AttributeView attributes)
    {
        ReadOnlySpan<byte> name = attributes.TryGet(SystemName, out WireValue now) && now.Kind == ValueKind.Text ? now.Content : default;
        return !name.IsEmpty ? name : attributes.TryGet(OldSystem, out WireValue old) && old.Kind == ValueKind.Text ? old.Content : default;
    }

    /// <summary>Sanitizes an attribute's text; false if that leaves it as it is.</summary>
    public bool TrySanitize(
        Overlay overlay, ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, uint hash, ReadOnlySpan<byte> system, out WireValue sanitized)
    {
        sanitized = default;
        bool isChanged = false;
        for (int i = 0; _hasKeys && i < _entries.Length; i++)
        {
            DbEntry entry = _entries[i];
            bool isMeant = system.IsEmpty ? _fallsBack : Ascii.EqualsIgnoreCase(system, entry.System);
            if (!isMeant || entry.Keys?.Contains(key, hash) != true)
            {
                continue;
            }

            isChanged |= TryEach(overlay, entry, isChanged ? sanitized.Content : text, ref sanitized);
            if (!system.IsEmpty)
            {
                break;
            }
        }

        return isChanged && !sanitized.Content.SequenceEqual(text);
    }

    /// <summary>Sanitizes a text of a body, by all in turn; false if that leaves it as it is.</summary>
    public bool TrySanitizeBody(Overlay overlay, ReadOnlySpan<byte> text, out WireValue sanitized)
    {
        sanitized = default;
        bool isChanged = false;
        foreach (DbEntry entry in _entries)
        {
            isChanged |= TryEach(overlay, entry, isChanged ? sanitized.Content : text, ref sanitized);
        }

        return isChanged && !sanitized.Content.SequenceEqual(text);
    }

    /// <summary>
    /// Sanitizes the name of a client's, server's or internal span that says which database it is; a name of nothing is not set.
    /// </summary>
    public void SanitizeName(Overlay overlay, Owner span)
    {
        ReadOnlySpan<byte> system = SystemOf(overlay.AttributesOf(span));
        if (system.IsEmpty || overlay.GetField(span, OtlpTag.SpanKind).Varint is < Internal or > Client)
        {
            return;
        }

        foreach (DbEntry entry in _entries)
        {
            if (Ascii.EqualsIgnoreCase(system, entry.System))
            {
                WireValue sanitized = default;
                if (TryEach(overlay, entry, overlay.GetField(span, OtlpTag.SpanName).Bytes, ref sanitized)
                    && sanitized.Content.Length > 0 && !sanitized.Content.SequenceEqual("..."u8))
                {
                    overlay.SetField(span, OtlpTag.SpanName, sanitized.Content);
                }

                return;
            }
        }
    }

    private static bool TryEach(Overlay overlay, DbEntry entry, ReadOnlySpan<byte> text, ref WireValue sanitized)
    {
        WireBuilder into = _builder ??= new WireBuilder();
        into.Rewind(0);
        bool isWritten = true;
        switch (entry.Kind)
        {
            case DbKind.Redis:
                new RedisText(text, into).Write();
                break;
            case DbKind.Memcached:
                into.Append(MemcachedText.Statement(text));
                break;
            default:
                isWritten = new JsonText(text, into).TryWrite();
                break;
        }

        bool isChanged = isWritten && !into.Since(0).SequenceEqual(text);
        if (isChanged)
        {
            sanitized = overlay.Text(into.Since(0));
        }

        into.Trim();
        return isChanged;
    }
}
