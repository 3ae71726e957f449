using System.Text;
using System.Text.RegularExpressions;
using HotPath.Components.Exporters.Debug.Text;
using HotPath.Components.Processors.Shared;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Span;

/// <summary>Makes span names of attributes, attributes of span names, and sets the status.</summary>
internal sealed class SpanProcessor : IInlineProcessor
{
    [ThreadStatic]
    private static TextBuffer? _name;

    private readonly SpanPlan _plan;
    private readonly byte[] _separator;

    public SpanProcessor(SpanPlan plan)
    {
        _plan = plan;
        _separator = Encoding.UTF8.GetBytes(plan.Separator);
        Depth = IndexDepth.ItemFields
            | (plan.From.Length + plan.Rules.Length > 0 ? IndexDepth.ItemAttributes : IndexDepth.None)
            | (plan.Include?.Depth ?? IndexDepth.None)
            | (plan.Exclude?.Depth ?? IndexDepth.None);
        ItemKeys =
        [
            .. plan.From, .. plan.Rules.SelectMany(rule => rule.Groups), .. plan.Include?.Keys ?? [], .. plan.Exclude?.Keys ?? [],
        ];
    }

    /// <inheritdoc/>
    public IndexDepth Depth { get; }

    /// <summary>Attributes make names, and names attributes, by keys that are written or are names of groups.</summary>
    public IReadOnlyList<AttributeKey>? ItemKeys { get; }

    /// <summary>It drops nothing.</summary>
    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request)
    {
        ReadOnlySpan<ScopeRow> scopes = request.Index.Scopes;
        for (int scope = 0; scope < scopes.Length; scope++)
        {
            if (request.IsDropped(Owner.ScopeBlock(scope)) || _plan.Include?.MatchesScope(request, scope) == false)
            {
                continue;
            }

            bool mayExclude = _plan.Exclude?.MatchesScope(request, scope) == true;
            int end = scopes[scope].FirstItem + scopes[scope].ItemCount;
            for (int item = scopes[scope].FirstItem; item < end; item++)
            {
                if (!request.IsItemDropped(item)
                    && _plan.Include?.MatchesItem(request, item) != false
                    && !(mayExclude && _plan.Exclude!.MatchesItem(request, item)))
                {
                    Process(request, Owner.Item(item));
                }
            }
        }

        return ProcessResult.Done;
    }

    private void Process(Overlay request, Owner span)
    {
        if (_plan.From.Length > 0)
        {
            NameFromAttributes(request, span);
        }

        foreach (SpanRule rule in _plan.Rules)
        {
            if (TryRule(request, span, rule) && _plan.BreakAfterMatch)
            {
                break;
            }
        }

        if (_plan.Status is { } status)
        {
            request.SetField(span, OtlpTag.SpanStatus, status);
        }
    }

    /// <summary>Without one of the attributes the name stays as it is.</summary>
    private void NameFromAttributes(Overlay request, Owner span)
    {
        AttributeView attributes = request.AttributesOf(span);
        TextBuffer name = _name is { IsCut: false } kept ? kept : _name = new TextBuffer();
        name.Clear();
        for (int i = 0; i < _plan.From.Length; i++)
        {
            if (!attributes.TryGet(_plan.From[i], out WireValue value))
            {
                return;
            }

            name.Add(i == 0 ? default : _separator);
            switch (value.Kind)
            {
                case ValueKind.Text:
                    name.Add(value.Content);
                    break;
                case ValueKind.Bool:
                    name.Add(value.AsBool);
                    break;
                case ValueKind.Int:
                    name.Add(value.AsInt);
                    break;
                case ValueKind.Double:
                    name.Add(PlainNumber.Utf8(value.AsDouble));
                    break;
                default:
                    name.Add("<unknown-attribute-type>"u8);
                    break;
            }
        }

        if (!name.IsCut)
        {
            request.SetField(span, OtlpTag.SpanName, name.Written);
        }
    }

    /// <summary>
    /// Each group becomes an attribute, and <c>{its name}</c> in the span's name. A group that took no part in the match, or that lies in
    /// another, makes an attribute only.
    /// </summary>
    private bool TryRule(Overlay request, Owner span, SpanRule rule)
    {
        ReadOnlySpan<byte> old = request.GetField(span, OtlpTag.SpanName).Bytes;
        if (old.IsEmpty || !rule.Pattern.IsMatch(old))
        {
            return false;
        }

        // Only a Match knows its groups, and it wants a string: spans that match are those that get new text anyway.
        string text = Encoding.UTF8.GetString(old);
        Match match = rule.Pattern.Regex.Match(text);
        var name = new StringBuilder(text.Length + 32);
        int from = 0;
        AttributeView attributes = request.AttributesOf(span);
        for (int i = 0; i < rule.Groups.Length; i++)
        {
            AttributeKey key = rule.Groups[i];
            Group group = match.Groups[i + 1];
            attributes.Upsert(key, Utf16.Text(request, group.ValueSpan));
            if (group.Success && group.Index >= from)
            {
                name.Append(text, from, group.Index - from).Append('{').Append(key.Name).Append('}');
                from = group.Index + group.Length;
            }
        }

        if (!_plan.KeepOriginalName && name.Length > 0)
        {
            name.Append(text, from, text.Length - from);
            request.SetField(span, OtlpTag.SpanName, Encoding.UTF8.GetBytes(name.ToString()));
        }

        return true;
    }
}
