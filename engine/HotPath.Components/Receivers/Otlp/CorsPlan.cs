namespace HotPath.Components.Receivers.Otlp;

/// <summary>Which web pages may send to an HTTP server (Fetch standard, section 3.2).</summary>
/// <param name="AllowedOrigins">Origins, in lower case; each may hold one <c>*</c>, and a lone <c>*</c> is every origin. Never
/// empty.</param>
/// <param name="AllowedHeaders">
/// Request headers that a page may set; a lone <c>*</c> is every header. Lower case.
/// </param>
/// <param name="ExposedHeaders">Response headers that a page may read.</param>
/// <param name="MaxAgeSeconds">For how long a browser may keep the permission; 0 to say nothing of it.</param>
public sealed record CorsPlan(
    IReadOnlyList<string> AllowedOrigins,
    IReadOnlyList<string> AllowedHeaders,
    IReadOnlyList<string> ExposedHeaders,
    int MaxAgeSeconds)
{
    /// <summary>The default of <c>allowed_headers</c>, as in the Collector's CORS library.</summary>
    public static IReadOnlyList<string> DefaultHeaders { get; } = ["accept", "content-type", "x-requested-with"];
}
