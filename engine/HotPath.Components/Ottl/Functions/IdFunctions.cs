using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters about trace and span ids.</summary>
internal static class IdFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Id("TraceID", OttlKind.TraceId, 16),
        Id("SpanID", OttlKind.SpanId, 8),
        Function.Of("IsRootSpan", [], IsRootSpan).In(ContextSet.Span | ContextSet.SpanEvent, IndexDepth.ItemFields),
    ];

    /// <summary>An id of bytes, <c>0x…</c>, or of hex text; a literal is read once.</summary>
    private static Function Id(string name, OttlKind kind, int length) =>
        Function.Of(name, [new("target", ParameterKind.Value)], arguments =>
    {
        Expression target = arguments.Value(0);
        if (arguments.TryGetConstant(0, out OttlValue literal))
        {
            byte[]? bytes = literal.Kind switch
            {
                OttlKind.Bytes => literal.Content.ToArray(),
                OttlKind.Text when literal.Content.Length == 2 * length => FromHex(literal.Content),
                _ => null,
            };
            if (bytes?.Length != length)
            {
                throw arguments.Error(0, $"{name} takes {length} bytes, 0x and {2 * length} hex digits, or as many digits in a string");
            }

            // The holder's memory is pinned and lives as long as the delegate that has hold of it.
            ConstantValue holder = ConstantValue.Bytes(bytes);
            return _ => OttlValue.Over(kind, holder.Value.Content);
        }

        return context =>
        {
            OttlValue value = target.Get(context);
            if (value.Kind == OttlKind.Bytes && value.Content.Length == length)
            {
                return OttlValue.Over(kind, value.Content);
            }

            if (value.Kind == OttlKind.Text && value.Content.Length == 2 * length)
            {
                Span<byte> id = context.Request.Scratch(length);
                return Convert.FromHexString(value.Content, id, out _, out _) == System.Buffers.OperationStatus.Done
                    ? OttlValue.Over(kind, id)
                    : context.Fail("an id in a string is written in hex digits");
            }

            context.FailKind("bytes of an id's length, or its hex digits,", value.Kind);
            return OttlValue.Failed;
        };
    });

    private static byte[]? FromHex(ReadOnlySpan<byte> digits)
    {
        try
        {
            return Convert.FromHexString(Encoding.ASCII.GetString(digits));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Getter IsRootSpan(Arguments arguments) => context => OttlValue.Of(
        !context.Request.GetField(context.OwnerOf(OwnerKind.Item), OtlpTag.SpanParentId).Bytes.ContainsAnyExcept((byte)0));
}
