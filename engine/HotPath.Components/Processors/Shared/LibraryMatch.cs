namespace HotPath.Components.Processors.Shared;

/// <summary>A name and, if written, a version that the instrumentation scope must have.</summary>
internal sealed record LibraryMatch(TextSet Name, TextSet? Version);
