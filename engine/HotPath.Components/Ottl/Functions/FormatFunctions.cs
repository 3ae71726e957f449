using System.Buffers;
using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary><c>Format</c>: Go's Sprintf; see <see cref="GoFormat"/>.</summary>
internal static class FormatFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
        [Function.Of("Format", [new("format", ParameterKind.ConstantText), new("vals", ParameterKind.Values)], Format)];

    private static Getter Format(Arguments arguments)
    {
        byte[] format = Encoding.UTF8.GetBytes(arguments.ConstantText(0));
        Expression[] parts = arguments.Values(1);
        return context =>
        {
            OttlValue[] values = ArrayPool<OttlValue>.Shared.Rent(parts.Length);
            var result = OttlValue.Failed;
            int known = 0;
            while (known < parts.Length && !(values[known] = parts[known].Get(context)).IsFailed)
            {
                known++;
            }

            if (known == parts.Length)
            {
                int mark = context.Builder.Mark;
                GoFormat.Append(context, format, values.AsSpan(0, known));
                result = context.Builder.TakeText(context, mark);
            }

            ArrayPool<OttlValue>.Shared.Return(values);
            return result;
        };
    }
}
