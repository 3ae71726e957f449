using HotPath.Components.Processors.Shared;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Redaction;

/// <summary>
/// Redacts a log's body: keys of maps at any depth like attributes' keys, and every value in it as text, whatever its kind. What changes is
/// built anew in the overlay's scratch, and with it the maps and arrays it lies in. So is a map or array that holds more bytes than what
/// was read of it takes (a value written twice, unknown fields): what was not looked at does not leave. Kept by a thread.
/// </summary>
internal sealed class BodyRedactor
{
    /// <summary>Maps and arrays nested deeper are masked unseen. OTLP's own check of a request allows less.</summary>
    internal const int MaxDepth = 200;

    private readonly List<BodyPart> _parts = [];
    private readonly BodyPath _path = new();
    private Overlay _overlay = null!;
    private RedactionRules _rules = null!;
    private RedactionNotes _notes = null!;
    private MaskBuffer _buffer = null!;

    /// <summary>Redacts the body of a log record, and writes its summary to the record's attributes.</summary>
    public void Redact(Overlay overlay, Owner log, RedactionRules rules, RedactionWork work, SummaryDetail summary)
    {
        (_overlay, _rules, _notes, _buffer) = (overlay, rules, work.Notes, work.Buffer);
        _notes.Begin(summary);
        _parts.Clear();
        _path.Clear();
        bool isThere = overlay.TryGetMessage(log, OtlpTag.LogBody, out WireField message);
        WireValue body = isThere ? WireValue.Read(message.Bytes) : default;
        bool isNested = body.Kind is ValueKind.Map or ValueKind.Array;
        if (!isNested)
        {
            _path.Enter("body"u8);
        }

        bool isUnread = isThere && message.Bytes.Length != WireSize.OfAnyValue(body);
        bool isChanged = Rewrite(body, 0, out WireValue rewritten);
        if (isChanged || isUnread)
        {
            overlay.SetValue(log, OtlpTag.LogBody, rewritten);
        }

        if (!isChanged && !isNested)
        {
            // As the Collector has it: a whole body that an allowed pattern saves is not in the summary.
            _notes.Begin(summary);
        }


        _notes.Write(overlay, overlay.AttributesOf(log), SummaryKeys.Body);
    }

    private bool Rewrite(WireValue value, int depth, out WireValue rewritten)
    {
        rewritten = value;
        switch (value.Kind)
        {
            case ValueKind.Map or ValueKind.Array when depth == MaxDepth:
                return Mask(out rewritten);
            case ValueKind.Map:
                return RewriteMap(value, depth, ref rewritten);
            case ValueKind.Array:
                return RewriteArray(value, depth, ref rewritten);
        }

        if (!ValueString.TryRead(value, out ReadOnlySpan<byte> text))
        {
            return Mask(out rewritten);
        }

        if (_rules.IsAllowed(text))
        {
            _notes.Allowed.Add(_path.Utf8, _notes.IsNaming);
            return false;
        }

        if (!_rules.TryMaskBody(_overlay, _buffer, text, out WireValue masked))
        {
            return false;
        }

        _notes.Masked.Add(_path.Utf8, _notes.IsNaming);
        rewritten = masked;
        return true;
    }

    private bool RewriteMap(WireValue map, int depth, ref WireValue rewritten)
    {
        int first = _parts.Count;
        bool isChanged = false;
        int asRead = 0;
        foreach (ValuePair pair in map.Pairs())
        {
            asRead += WireSize.OfPair(pair.Key.Length, pair.Value);
            int mark = _path.Enter(pair.Key);
            if (Judge(pair, depth, out WireValue now, ref isChanged))
            {
                _parts.Add(new BodyPart(pair, now));
            }

            _path.Leave(mark);
        }

        isChanged |= asRead != map.Content.Length;
        if (isChanged)
        {
            rewritten = Built(ValueKind.Map, first);
        }

        _parts.RemoveRange(first, _parts.Count - first);
        return isChanged;
    }

    /// <summary>False if the pair is to go.</summary>
    private bool Judge(ValuePair pair, int depth, out WireValue now, ref bool isChanged)
    {
        now = pair.Value;
        if (_rules.IsIgnored(pair.Key))
        {
            _notes.Ignored++;
        }
        else if (_rules.IsRedacted(pair.Key))
        {
            _notes.Redacted.Add(_path.Utf8, _notes.IsNaming);
            isChanged = true;
            return false;
        }
        else if (_rules.IsBlocked(pair.Key))
        {
            _notes.Masked.Add(_path.Utf8, _notes.IsNaming);
            now = _rules.MaskAll(_overlay, _buffer, pair.Value.Kind == ValueKind.Text ? pair.Value.Content : default);
            isChanged = true;
        }
        else
        {
            isChanged |= Rewrite(pair.Value, depth + 1, out now);
        }

        return true;
    }

    private bool RewriteArray(WireValue array, int depth, ref WireValue rewritten)
    {
        int first = _parts.Count;
        bool isChanged = false;
        int asRead = 0;
        int element = 0;
        foreach (WireValue value in array.Elements())
        {
            asRead += WireSize.OfElement(value);
            int mark = _path.Enter(element++);
            isChanged |= Rewrite(value, depth + 1, out WireValue now);
            _parts.Add(new BodyPart(default, now));
            _path.Leave(mark);
        }

        isChanged |= asRead != array.Content.Length;
        if (isChanged)
        {
            rewritten = Built(ValueKind.Array, first);
        }

        _parts.RemoveRange(first, _parts.Count - first);
        return isChanged;
    }

    private bool Mask(out WireValue masked)
    {
        _notes.Masked.Add(_path.Utf8, _notes.IsNaming);
        masked = _overlay.Text("****"u8);
        return true;
    }

    private WireValue Built(ValueKind kind, int first)
    {
        int length = 0;
        for (int i = first; i < _parts.Count; i++)
        {
            length += kind == ValueKind.Map
                ? WireSize.OfPair(_parts[i].Pair.Key.Length, _parts[i].Value)
                : WireSize.OfElement(_parts[i].Value);
        }

        Span<byte> content = _overlay.Scratch(length);
        int at = 0;
        for (int i = first; i < _parts.Count; i++)
        {
            at += kind == ValueKind.Map
                ? WireSize.WritePair(content[at..], _parts[i].Pair.Key, _parts[i].Value)
                : WireSize.WriteElement(content[at..], _parts[i].Value);
        }

        return Overlay.Built(kind, content);
    }
}
