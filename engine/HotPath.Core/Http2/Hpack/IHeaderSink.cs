namespace HotPath.Core.Http2.Hpack;

/// <summary>Takes the fields of a header block in their order. Make it a struct, so that the calls are direct.</summary>
public interface IHeaderSink
{
    /// <summary>A field. The spans are valid during the call only.</summary>
    /// <param name="entry">
    /// Says which table entry this field is, so that its meaning can be remembered: 1 to 61 for the static table's, 62 and up for one of
    /// the dynamic table's, a number that within a connection no other entry will ever have; 0 for a field that no table holds. A field
    /// that was just added has its entry's number.
    /// </param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    void Header(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}
