using HotPath.Fuzz.Running;

namespace HotPath.Fuzz.Tests;

/// <summary>A target that fails for "ab!" anywhere in its input, to which only its ends lead.</summary>
internal sealed class DefectiveTarget : IFuzzTarget
{
    public string Name => "defective";

    public IReadOnlyList<byte[]> Seeds { get; } = [[1, 2, 3, 4, 5, 6, 7, 8]];

    public IReadOnlyList<byte[]> Tokens { get; } = [];

    public int Run(ReadOnlySpan<byte> input)
    {
        Invariant.Holds(input.IndexOf("ab!"u8) < 0, "the defect");
        return input.IndexOf("ab"u8) >= 0 ? 2 : input.Contains((byte)'a') ? 1 : 0;
    }

    public void Dispose()
    {
    }
}
