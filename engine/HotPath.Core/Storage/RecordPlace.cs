namespace HotPath.Core.Storage;

/// <summary>Where a record lies, and what it holds.</summary>
/// <param name="Segment">Its segment's number.</param>
/// <param name="Index">Its place in the segment, from 0.</param>
/// <param name="Offset">Where its header begins in the segment's file, in bytes.</param>
/// <param name="End">Where the next record begins.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Items">Items in it.</param>
/// <param name="RawBytes">Bytes of its payload before it was compressed.</param>
public readonly record struct RecordPlace(long Segment, int Index, long Offset, long End, uint Owner, int Items, int RawBytes);
