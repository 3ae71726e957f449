using HotPath.Components.Ottl.Functions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A trace or span id, as such or in hex. One that is not there is all zeroes.</summary>
internal sealed class IdField(OwnerKind owner, uint tag, OttlKind kind, bool isHex) : FieldPath(owner, tag)
{
    private static readonly ConstantValue Zeroes = ConstantValue.Bytes(new byte[16]);

    private int Length => kind == OttlKind.TraceId ? 16 : 8;

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        ReadOnlySpan<byte> id = Field(context).Bytes;
        id = id.Length == Length ? id : Zeroes.Value.Content[..Length];
        return isHex ? TextForm.Hex(context, id) : OttlValue.Over(kind, id);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (!Expect(context, value, isHex ? OttlKind.Text : kind))
        {
            return false;
        }

        Span<byte> id = stackalloc byte[16];
        id = id[..Length];
        if (!isHex)
        {
            value.Content.CopyTo(id);
        }
        else if (value.Content.Length != 2 * Length
            || Convert.FromHexString(value.Content, id, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return !context.Fail("an id is written as 32 hex digits (trace) or 16 (span)").IsFailed;
        }

        context.Request.SetField(OwnerIn(context), Tag, id.ContainsAnyExcept((byte)0) ? id : default);
        return true;
    }
}
