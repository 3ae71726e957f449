using System.Buffers.Text;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Values;

/// <summary>
/// Stored values as text the way pdata's <c>Value.AsString</c> has it, which some functions use where others use <see cref="TextForm"/>:
/// bytes in base64, an empty value as the empty string, doubles that JSON can't hold by their names.
/// </summary>
internal static class ValueText
{
    /// <summary>A value's text, where it lies or in scratch.</summary>
    public static OttlValue Of(OttlContext context, in OttlValue value)
    {
        WireBuilder into = context.Builder;
        int mark = into.Mark;
        switch (value.Kind)
        {
            case OttlKind.Nil:
                return OttlValue.Text(default);
            case OttlKind.Bytes:
                int most = Base64.GetMaxEncodedToUtf8Length(value.Content.Length);
                Base64.EncodeToUtf8(value.Content, into.GetSpan(most), out _, out int written);
                into.Advance(written);
                return into.TakeText(context, mark);
            case OttlKind.Double when !double.IsFinite(value.AsDouble):
                GoFloat.Append(into, value.AsDouble, 'g', GoFloat.Shortest);
                return into.TakeText(context, mark);
            default:
                return TextForm.Of(context, value);
        }
    }
}
