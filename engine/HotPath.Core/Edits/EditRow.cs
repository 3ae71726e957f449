using System.Runtime.InteropServices;
using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <summary>
/// What was changed on one owner, or below it.
/// <code>
///  0 Attributes    its attributes in their present state, once one of them changed; null = as the index has them
///  8 Fields        its replaced fields, a chain
/// 16 Count         20 Capacity       of Attributes
/// 24 Row           28 HasMoves: some row's Order is set      30 Replaces: some field has, or may have, bytes that came
/// 32 ChildDelta    bytes that edits below it add (or take)
/// 40 BodyLength    bytes of its content when written; known after sizing
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EditRow
{
    public const int Size = 48;

    public AttributeRow* Attributes;
    public FieldEdit* Fields;
    public int Count;
    public int Capacity;
    public int Row;
    public short HasMoves;
    public short Replaces;
    public long ChildDelta;
    public long BodyLength;
}
