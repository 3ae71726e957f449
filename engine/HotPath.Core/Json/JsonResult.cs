namespace HotPath.Core.Json;

/// <summary>What the size pass found.</summary>
/// <param name="Fault">None, or why the bytes are refused.</param>
/// <param name="FaultOffset">The offset in the JSON text of the value at fault; 0 without one.</param>
/// <param name="WireBytes">How many bytes the request has in protobuf; 0 after a fault.</param>
public readonly record struct JsonResult(JsonFault Fault, int FaultOffset, int WireBytes);
