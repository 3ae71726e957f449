namespace HotPath.Core.Edits;

/// <summary>Where a message lies, in bytes from the request's start.</summary>
/// <param name="Start">Its tag.</param>
/// <param name="Body">Its content.</param>
/// <param name="End">What follows it.</param>
internal readonly record struct Extent(int Start, int Body, int End);
