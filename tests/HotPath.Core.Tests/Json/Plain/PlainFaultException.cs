using HotPath.Core.Json;

namespace HotPath.Core.Tests.Json.Plain;

/// <summary>Ends the plain reader at the first fault.</summary>
internal sealed class PlainFaultException(JsonFault fault, int offset) : Exception($"{fault} at byte {offset}")
{
    public JsonFault Fault { get; } = fault;

    public int Offset { get; } = offset;
}
