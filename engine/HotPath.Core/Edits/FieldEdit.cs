using System.Runtime.InteropServices;
using HotPath.Core.Index;
using HotPath.Core.Wire;

namespace HotPath.Core.Edits;

/// <summary>A field that has other content than it came with, in a chain. Without a place it is removed.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FieldEdit
{
    public FieldEdit* Next;
    public byte* At;
    public int Length;
    public uint Tag;

    /// <summary>Bytes of the whole field when written.</summary>
    public readonly int EncodedSize
    {
        get
        {
            if (At == null)
            {
                return 0;
            }

            int prefix = (Tag & WireType.Mask) == WireType.LengthDelimited ? WireSize.OfVarint((uint)Length) : 0;
            return WireSize.OfVarint(Tag) + prefix + Length;
        }
    }
}
