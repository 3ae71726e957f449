using System.Globalization;

namespace HotPath.Hosting.Admin;

/// <summary>Times as Go writes them in JSON.</summary>
internal static class AdminTime
{
    /// <summary>RFC 3339 with as many decimals as are needed.</summary>
    public static string Rfc3339(DateTimeOffset at)
    {
        string text = at.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return text + (at.Offset == TimeSpan.Zero ? "Z" : at.ToString("zzz", CultureInfo.InvariantCulture));
    }
}
