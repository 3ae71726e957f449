using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Redaction;

/// <summary>What was done to one owner's attributes, or to one log's body, until it is written as its summary. Kept by a thread.</summary>
internal sealed class RedactionNotes
{
    private SummaryDetail _detail;

    /// <summary>Keys that were removed.</summary>
    public KeyList Redacted { get; } = new();

    /// <summary>Keys whose values were masked.</summary>
    public KeyList Masked { get; } = new();

    /// <summary>Keys whose values an allowed pattern saved.</summary>
    public KeyList Allowed { get; } = new();

    /// <summary>How many keys were passed over.</summary>
    public int Ignored { get; set; }

    /// <summary>True if keys are named.</summary>
    public bool IsNaming => _detail == SummaryDetail.Debug;

    /// <summary>Begins anew.</summary>
    public void Begin(SummaryDetail detail)
    {
        _detail = detail;
        Redacted.Clear();
        Masked.Clear();
        Allowed.Clear();
        Ignored = 0;
    }

    /// <summary>Writes the summary, adding to one that is there already.</summary>
    public void Write(Overlay overlay, AttributeView attributes, SummaryKeys keys)
    {
        if (_detail == SummaryDetail.Silent)
        {
            return;
        }

        Write(overlay, attributes, Redacted, keys.RedactedKeys, keys.RedactedCount);
        Write(overlay, attributes, Masked, keys.MaskedKeys, keys.MaskedCount);
        Write(overlay, attributes, Allowed, keys.AllowedKeys, keys.AllowedCount);
        Count(overlay, attributes, Ignored, keys.IgnoredCount);
    }

    private void Write(Overlay overlay, AttributeView attributes, KeyList list, AttributeKey names, AttributeKey count)
    {
        if (list.Count > 0 && IsNaming)
        {
            bool hasEarlier = attributes.TryGet(names, out WireValue earlier) && earlier.Kind == ValueKind.Text;
            attributes.Upsert(names, list.Join(overlay, hasEarlier ? earlier.Content : default));
        }

        Count(overlay, attributes, list.Count, count);
    }

    private static void Count(Overlay overlay, AttributeView attributes, long count, AttributeKey key)
    {
        if (count > 0)
        {
            bool hasEarlier = attributes.TryGet(key, out WireValue earlier) && earlier.Kind == ValueKind.Int;
            attributes.Upsert(key, overlay.Int(count + (hasEarlier ? earlier.AsInt : 0)));
        }
    }
}
