namespace HotPath.Core.Wire;

/// <summary>The low three bits of a tag: how a field's value is laid out. 6 and 7 are not defined.</summary>
internal static class WireType
{
    internal const uint Varint = 0;
    internal const uint Fixed64 = 1;
    internal const uint LengthDelimited = 2;
    internal const uint StartGroup = 3;
    internal const uint EndGroup = 4;
    internal const uint Fixed32 = 5;

    internal const uint Mask = 7;
    internal const int NumberShift = 3;
}
