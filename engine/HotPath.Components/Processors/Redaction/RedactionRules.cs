using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Processors.Redaction.Databases;
using HotPath.Components.Processors.Shared;
using HotPath.Core.Edits;
using HotPath.Core.Hashing;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Redaction;

/// <summary>What a <c>redaction</c> processor thinks of a key, and what it makes of a text. Thread-safe.</summary>
internal sealed class RedactionRules
{
    private readonly KeySet? _allowed;
    private readonly KeySet? _ignored;
    private readonly Pattern[] _ignoredPatterns;
    private readonly Pattern[] _blockedKeys;
    private readonly Pattern[] _blockedValues;
    private readonly Pattern[] _allowedValues;
    private readonly ValueMask _mask;
    private readonly UrlSanitizer? _urls;
    private readonly bool _emptyMayChange;

    public RedactionRules(RedactionPlan plan)
    {
        _allowed = plan.AllowAllKeys ? null : new KeySet(plan.AllowedKeys.Concat(SummaryKeys.All));
        _ignored = plan.IgnoredKeys.Count > 0 ? new KeySet(plan.IgnoredKeys) : null;
        _ignoredPatterns = plan.IgnoredKeyPatterns;
        _blockedKeys = plan.BlockedKeyPatterns;
        _blockedValues = plan.BlockedValues;
        _allowedValues = plan.AllowedValues;
        _urls = plan.UrlKeys is null ? null : new UrlSanitizer(plan.UrlKeys);
        SpanNames = plan.SanitizesSpanNames ? _urls : null;
        _mask = new ValueMask(plan.Hash, plan.HmacKey.Secret ?? "");
        Databases = plan.Databases;
        _emptyMayChange = plan.BlockedValues.Concat(plan.AllowedValues).Any(pattern => pattern.IsMatch(""u8));
    }

    /// <summary>What clusters the names of spans; null = nothing does.</summary>
    public UrlSanitizer? SpanNames { get; }

    /// <summary>What takes the data out of statements; null = nothing does.</summary>
    public DbSanitizer? Databases { get; }

    /// <summary>True if the key is to be passed over.</summary>
    public bool IsIgnored(ReadOnlySpan<byte> key, uint hash) =>
        _ignored?.Contains(key, hash) == true || IsMatch(_ignoredPatterns, key);

    /// <summary>True if the attribute is to be removed.</summary>
    public bool IsRedacted(ReadOnlySpan<byte> key, uint hash) => _allowed is not null && !_allowed.Contains(key, hash);

    /// <summary>True if the whole value is to be masked.</summary>
    public bool IsBlocked(ReadOnlySpan<byte> key) => IsMatch(_blockedKeys, key);

    /// <inheritdoc cref="IsIgnored(ReadOnlySpan{byte}, uint)"/>
    public bool IsIgnored(ReadOnlySpan<byte> key) => IsIgnored(key, KeyHash.Of(key));

    /// <inheritdoc cref="IsRedacted(ReadOnlySpan{byte}, uint)"/>
    public bool IsRedacted(ReadOnlySpan<byte> key) => _allowed is not null && !_allowed.Contains(key, KeyHash.Of(key));

    /// <summary>True if the value is to stay whatever it holds.</summary>
    public bool IsAllowed(ReadOnlySpan<byte> text) =>
        _allowedValues.Length > 0 && (_emptyMayChange || !text.IsEmpty) && IsMatch(_allowedValues, text);

    /// <summary>The mask of a whole text.</summary>
    public WireValue MaskAll(Overlay overlay, MaskBuffer buffer, ReadOnlySpan<byte> text)
    {
        buffer.Load(text);
        buffer.ReplaceLines(_mask);
        WireValue masked = Utf16.Text(overlay, buffer.Text);
        buffer.Trim();
        return masked;
    }

    /// <summary>
    /// Masks what is blocked inside an attribute's text, clusters it if it is a URL, and takes the data out if it is a statement; false if
    /// that leaves it as it is.
    /// </summary>
    /// <param name="overlay">Whose scratch holds what comes out.</param>
    /// <param name="buffer">Room to work in.</param>
    /// <param name="text">The text.</param>
    /// <param name="row">The attribute.</param>
    /// <param name="system">The database that its owner speaks of; empty if none.</param>
    /// <param name="masked">What it is to be.</param>
    public bool TryMask(
        Overlay overlay, MaskBuffer buffer, ReadOnlySpan<byte> text, in AttributeRow row, ReadOnlySpan<byte> system, out WireValue masked)
    {
        bool isUrl = _urls?.Names(row.Key, row.KeyHash) == true;
        bool isMasked = TryMask(overlay, buffer, text, isUrl, out masked);
        ReadOnlySpan<byte> now = isMasked ? masked.Content : text;
        if (Databases?.TrySanitize(overlay, now, row.Key, row.KeyHash, system, out WireValue sanitized) != true)
        {
            return isMasked;
        }

        masked = sanitized;
        return !masked.Content.SequenceEqual(text);
    }

    /// <summary>The same to a text of a body: each is taken for a URL and for a statement.</summary>
    public bool TryMaskBody(Overlay overlay, MaskBuffer buffer, ReadOnlySpan<byte> text, out WireValue masked)
    {
        bool isMasked = TryMask(overlay, buffer, text, isUrl: true, out masked);
        if (Databases?.TrySanitizeBody(overlay, isMasked ? masked.Content : text, out WireValue sanitized) != true)
        {
            return isMasked;
        }

        masked = sanitized;
        return !masked.Content.SequenceEqual(text);
    }

    private bool TryMask(Overlay overlay, MaskBuffer buffer, ReadOnlySpan<byte> text, bool isUrl, out WireValue masked)
    {
        bool isMasked = TryMaskValues(overlay, buffer, text, out masked);
        if (!isUrl || _urls is null || !_urls.TrySanitize(overlay, isMasked ? masked.Content : text, out WireValue sanitized))
        {
            return isMasked;
        }

        masked = sanitized;
        return !masked.Content.SequenceEqual(text);
    }

    private bool TryMaskValues(Overlay overlay, MaskBuffer buffer, ReadOnlySpan<byte> text, out WireValue masked)
    {
        masked = default;
        if (_blockedValues.Length == 0 || (text.IsEmpty && !_emptyMayChange))
        {
            return false;
        }

        int first = 0;
        while (first < _blockedValues.Length && !_blockedValues[first].MayMatch(text))
        {
            first++;
        }

        return first < _blockedValues.Length && TryMask(overlay, buffer, text, first, out masked);
    }

    private bool TryMask(Overlay overlay, MaskBuffer buffer, ReadOnlySpan<byte> text, int first, out WireValue masked)
    {
        masked = default;
        buffer.Load(text);
        bool isFound = false;
        for (int i = first; i < _blockedValues.Length; i++)
        {
            // Once something is masked the text is another one, and its bytes are not there to be asked.
            Pattern pattern = _blockedValues[i];
            if ((isFound || i == first || pattern.MayMatch(text)) && pattern.Regex.IsMatch(buffer.Text))
            {
                isFound |= buffer.Replace(pattern, _mask);
            }
        }

        if (isFound)
        {
            masked = Utf16.Text(overlay, buffer.Text);
        }

        buffer.Trim();
        return isFound && !masked.Content.SequenceEqual(text);
    }

    private static bool IsMatch(Pattern[] patterns, ReadOnlySpan<byte> utf8)
    {
        foreach (Pattern pattern in patterns)
        {
            if (pattern.IsMatch(utf8))
            {
                return true;
            }
        }

        return false;
    }
}
