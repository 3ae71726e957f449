using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Processors.Shared;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Span;

/// <summary>Makes span names of attributes, attributes of span names, and sets the status.</summary>
internal sealed class SpanProcessor : IInlineProcessor
{
    /// <summary>The longest name, in bytes, that is made of attributes; one that would be longer is not set.</summary>
    public const int LongestName = 4 << 20;

    private const int LongestInt = 20;

    [ThreadStatic]
    private static WireBuilder? _name;

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

        _name?.Trim();
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
        WireBuilder name = _name ??= new WireBuilder();
        name.Rewind(0);
        for (int i = 0; i < _plan.From.Length; i++)
        {
            if (!attributes.TryGet(_plan.From[i], out WireValue value))
            {
                return;
            }

            name.Append(i == 0 ? default : _separator);
            Append(name, value);
            if (name.Mark > LongestName)
            {
                return;
            }
        }

        request.SetField(span, OtlpTag.SpanName, name.Since(0));
    }

    private static void Append(WireBuilder name, in WireValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Text:
                name.Append(value.Content);
                break;
            case ValueKind.Bool:
                name.Append(value.AsBool ? "true"u8 : "false"u8);
                break;
            case ValueKind.Int:
                value.AsInt.TryFormat(name.GetSpan(LongestInt), out int written, default, CultureInfo.InvariantCulture);
                name.Advance(written);
                break;
            case ValueKind.Double:
                GoFloat.Append(name, value.AsDouble, 'f', GoFloat.Shortest);
                break;
            default:
                name.Append("<unknown-attribute-type>"u8);
                break;
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

        MatchGroups groups = MatchGroups.Rent();
        groups.Open(rule.Pattern, old);
        if (groups.TryNext())
        {
            Take(request, span, rule, groups);
        }

        groups.GiveBack();
        return true;
    }

    private void Take(Overlay request, Owner span, SpanRule rule, MatchGroups groups)
    {
        WireBuilder name = _name ??= new WireBuilder();
        name.Rewind(0);
        int from = 0;
        AttributeView attributes = request.AttributesOf(span);
        for (int i = 0; i < rule.Groups.Length; i++)
        {
            bool isPart = groups.TryFind(i + 1, out int start, out int length);
            attributes.Upsert(rule.Groups[i], Utf16.Text(request, groups.Text.Slice(start, length)));
            if (isPart && start >= from)
            {
                Encoding.UTF8.GetBytes(groups.Text[from..start], name);
                name.Append((byte)'{');
                name.Append(rule.Groups[i].Utf8);
                name.Append((byte)'}');
                from = start + length;
            }
        }

        if (!_plan.KeepOriginalName && name.Mark > 0)
        {
            Encoding.UTF8.GetBytes(groups.Text[from..], name);
            request.SetField(span, OtlpTag.SpanName, name.Since(0));
        }
    }
}
