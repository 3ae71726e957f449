namespace HotPath.Components.Ottl.Syntax;

/// <summary><c>0x…</c>.</summary>
internal sealed record BytesNode(int Offset, byte[] Bytes) : Node(Offset);
