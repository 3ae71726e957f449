namespace HotPath.Core.Http2;

/// <summary>The sizes that RFC 9113 fixes, in bytes.</summary>
public static class Http2Limits
{
    /// <summary>SETTINGS_MAX_FRAME_SIZE at the least, and until said otherwise (6.5.2).</summary>
    public const int LeastMaxFrameBytes = 16_384;

    /// <summary>SETTINGS_MAX_FRAME_SIZE at the most: what 24 bits hold.</summary>
    public const int MostMaxFrameBytes = (1 << 24) - 1;

    /// <summary>Flow-control windows until said otherwise (6.9.2). A connection's can only be raised by WINDOW_UPDATE.</summary>
    public const int DefaultWindowBytes = 65_535;

    /// <summary>What no window may pass (6.9.1).</summary>
    public const int MostWindowBytes = int.MaxValue;

    /// <summary>SETTINGS_HEADER_TABLE_SIZE until said otherwise (6.5.2).</summary>
    public const int DefaultHeaderTableBytes = 4_096;

    /// <summary>What a client sends first, before its SETTINGS (3.4).</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;
}
