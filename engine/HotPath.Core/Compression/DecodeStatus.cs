namespace HotPath.Core.Compression;

/// <summary>How a call of <see cref="MessageDecoder.Decode"/> ended.</summary>
public enum DecodeStatus
{
    /// <summary>The message is whole, and nothing follows it.</summary>
    Done,

    /// <summary>There is more than there is room for: call again with more room.</summary>
    Full,

    /// <summary>The message is not what it should be: <see cref="MessageDecoder.Fault"/> says why.</summary>
    Broken,
}
