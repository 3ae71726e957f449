namespace HotPath.Core.Json;

/// <summary>A name of an enum's value, as opentelemetry-proto spells it, in ASCII.</summary>
internal readonly record struct EnumName(byte[] Name, int Value);
