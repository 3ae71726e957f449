namespace HotPath.Hosting.Http2;

/// <summary>Why a connection is cut without a word.</summary>
/// <param name="Limit">The limit that it passed, by its name; null if it did nothing wrong.</param>
/// <param name="Why">What happened, for a person.</param>
internal readonly record struct CutReason(string? Limit, string Why);
