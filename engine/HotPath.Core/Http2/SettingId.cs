namespace HotPath.Core.Http2;

/// <summary>The parameters of SETTINGS (RFC 9113, section 6.5.2); the numbers go over the wire. Unknown ones are ignored.</summary>
public enum SettingId : ushort
{
    /// <summary>SETTINGS_HEADER_TABLE_SIZE: bytes of the HPACK table that the sender decodes with. 4,096 until said otherwise.</summary>
    HeaderTableSize = 0x1,

    /// <summary>SETTINGS_ENABLE_PUSH: 0 or 1.</summary>
    EnablePush = 0x2,

    /// <summary>SETTINGS_MAX_CONCURRENT_STREAMS: streams that the other side may have open. Unlimited until said otherwise.</summary>
    MaxConcurrentStreams = 0x3,

    /// <summary>SETTINGS_INITIAL_WINDOW_SIZE: the window that streams towards the sender begin with. 65,535 until said otherwise.</summary>
    InitialWindowSize = 0x4,

    /// <summary>SETTINGS_MAX_FRAME_SIZE: the longest payload that the sender takes. 16,384 until said otherwise.</summary>
    MaxFrameSize = 0x5,

    /// <summary>SETTINGS_MAX_HEADER_LIST_SIZE: decoded bytes of headers, 32 added for each, that the sender takes. Advisory.</summary>
    MaxHeaderListSize = 0x6,
}
