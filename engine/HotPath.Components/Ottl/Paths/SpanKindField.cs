using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A span's <c>kind.string</c> ("Client") or <c>kind.deprecated_string</c> ("SPAN_KIND_CLIENT").</summary>
internal sealed class SpanKindField(bool isDeprecated) : PathExpression
{
    private static readonly ConstantValue[] Names = Make("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer");

    private static readonly ConstantValue[] DeprecatedNames = Make(
        "SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER", "SPAN_KIND_CLIENT", "SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER");

    private readonly ConstantValue[] _names = isDeprecated ? DeprecatedNames : Names;

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        ulong kind = context.Request.GetField(context.OwnerOf(OwnerKind.Item), OtlpTag.SpanKind).Varint;
        return kind < (ulong)_names.Length ? OttlValue.From(_names[kind].Value) : OttlValue.Text(default);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (value.Kind != OttlKind.Text)
        {
            return context.FailKind("a string", value.Kind);
        }

        for (int i = 0; i < _names.Length; i++)
        {
            if (_names[i].Value.Content.SequenceEqual(value.Content))
            {
                context.Request.SetVarint(context.OwnerOf(OwnerKind.Item), OtlpTag.SpanKind, (ulong)i);
                return true;
            }
        }

        return !context.Fail("there is no span kind of this name").IsFailed;
    }

    private static ConstantValue[] Make(params ReadOnlySpan<string> names)
    {
        var values = new ConstantValue[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            values[i] = ConstantValue.Text(names[i]);
        }

        return values;
    }
}
