namespace HotPath.Core.Http2.Hpack;

/// <summary>A name and a value that never change.</summary>
internal readonly record struct HpackField(byte[] Name, byte[] Value);
