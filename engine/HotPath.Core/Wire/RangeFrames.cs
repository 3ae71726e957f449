using System.Runtime.CompilerServices;

namespace HotPath.Core.Wire;

/// <summary>The blocks that are open at once, one a level.</summary>
[InlineArray(FrameLevel.Levels)]
internal struct RangeFrames
{
    private RangeFrame _first;
}
