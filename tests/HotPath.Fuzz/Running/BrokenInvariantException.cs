namespace HotPath.Fuzz.Running;

/// <summary>A parser did what it must not.</summary>
internal sealed class BrokenInvariantException(string what) : Exception(what);
