namespace HotPath.Engine.Config.Sources;

/// <summary>What a location holds.</summary>
/// <param name="Content">Its text; null if it cannot be had.</param>
/// <param name="Fault">Why it cannot be had, with the remedy; null if it can.</param>
/// <param name="Warning">What its author should know; null mostly.</param>
/// <param name="IsText">True if the content is text as it stands and is not read as YAML: an empty default.</param>
internal sealed record Retrieved(string? Content, string? Fault = null, string? Warning = null, bool IsText = false)
{
    /// <summary>Nothing, and why.</summary>
    public static Retrieved Failed(string fault) => new(null, fault);
}
