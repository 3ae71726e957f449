using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// What comes in the place of a match: a text, maybe handed to a converter (<c>function</c>), maybe put into a format with one <c>%s</c>.
/// The
/// arguments are <c>replacement, function, replacement_format</c>, in that order.
/// </summary>
internal sealed class Replacement
{
    private readonly TextArgument _replacement;
    private readonly Expression? _function;
    private readonly byte[] _before = [];
    private readonly byte[] _after = [];

    public Replacement(Arguments arguments, int index)
    {
        _replacement = arguments.Text(index);
        _function = arguments.Has(index + 1) ? arguments.Function(index + 1)(new ReplacedText()) : null;
        if (_function is not null && arguments.Has(index + 2))
        {
            string format = arguments.ConstantText(index + 2);
            string[] parts = format.Split("%s");
            if (parts.Length != 2)
            {
                throw arguments.Error(index + 2, "the format holds %s once, where the replacement goes");
            }

            _before = Encoding.UTF8.GetBytes(parts[0]);
            _after = Encoding.UTF8.GetBytes(parts[1]);
        }
    }

    /// <summary>The parameters, to be put behind a function's own.</summary>
    public static Parameter[] Parameters { get; } =
    [
        new("replacement", ParameterKind.Text),
        new("function", ParameterKind.Function, true),
        new("replacement_format", ParameterKind.ConstantText, true),
    ];

    /// <summary>The whole replacement of a text that matched a glob.</summary>
    public OttlValue Whole(OttlContext context) =>
        _replacement.TryGet(context, out ReadOnlySpan<byte> text) ? Finished(context, OttlValue.Text(text)) : OttlValue.Failed;

    /// <summary>A text with each match replaced, <c>$1</c> and <c>${name}</c> being the groups; nil = nothing matches.</summary>
    public OttlValue Each(OttlContext context, Pattern pattern, ReadOnlySpan<byte> text)
    {
        if (!pattern.IsMatch(context.Texts, text))
        {
            return OttlValue.Nil;
        }

        if (!_replacement.TryGet(context, out ReadOnlySpan<byte> template))
        {
            return OttlValue.Failed;
        }

        return Replaced(context, pattern, text, template);
    }

    private OttlValue Replaced(OttlContext context, Pattern pattern, ReadOnlySpan<byte> text, ReadOnlySpan<byte> template)
    {
        WireBuilder into = context.Builder;
        int mark = into.Mark;
        MatchGroups groups = MatchGroups.Rent();
        int from = 0;
        OttlValue value = OttlValue.Nil;
        for (groups.Open(pattern, text); groups.TryNext();)
        {
            Encoding.UTF8.GetBytes(groups.Text[from..groups.Start], into);
            from = groups.End;
            int argument = into.Mark;
            Template.Expand(template, groups, into);
            if (_function is null)
            {
                continue;
            }

            value = Finished(context, into.TakeText(context, argument));
            if (value.IsFailed)
            {
                break;
            }

            into.Append(value.Content);
        }

        Encoding.UTF8.GetBytes(groups.Text[from..], into);
        groups.GiveBack();
        if (value.IsFailed)
        {
            into.Rewind(mark);
            return value;
        }

        return into.TakeText(context, mark);
    }

    private OttlValue Finished(OttlContext context, in OttlValue text)
    {
        if (_function is null)
        {
            return text;
        }

        context.Replaced = text;
        OttlValue value = _function.Get(context);
        if (value.Kind != OttlKind.Text)
        {
            context.FailKind("a string from the function", value.Kind);
            return OttlValue.Failed;
        }

        if (_before.Length + _after.Length == 0)
        {
            return value;
        }

        Span<byte> formatted = context.Request.Scratch(_before.Length + value.Content.Length + _after.Length);
        _before.CopyTo(formatted);
        value.Content.CopyTo(formatted[_before.Length..]);
        _after.CopyTo(formatted[^_after.Length..]);
        return OttlValue.Text(formatted);
    }

    private sealed class ReplacedText : Expression
    {
        public override OttlValue Get(OttlContext context) => context.Replaced;
    }
}
