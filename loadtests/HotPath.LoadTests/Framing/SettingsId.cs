namespace HotPath.LoadTests.Framing;

/// <summary>The settings that matter to a load (RFC 9113, section 6.5.2).</summary>
internal static class SettingsId
{
    public const short HeaderTableSize = 1;
    public const short EnablePush = 2;
    public const short MaxConcurrentStreams = 3;
    public const short InitialWindowSize = 4;
}
