namespace HotPath.Components.Exporters.Shared;

/// <summary>What may stand in a request's headers.</summary>
internal static class HeaderText
{
    /// <summary>True if a header can carry the text as it is.</summary>
    public static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
