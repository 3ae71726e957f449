namespace HotPath.LoadTests.Sender;

/// <summary>A request's body, ready to be framed.</summary>
/// <param name="Bytes">The body as it travels.</param>
/// <param name="TraceIds">Where fresh trace ids may be written in it, ascending; none where it is encoded.</param>
/// <param name="Spans">Spans in it.</param>
internal sealed record Payload(byte[] Bytes, IReadOnlyList<int> TraceIds, int Spans);
