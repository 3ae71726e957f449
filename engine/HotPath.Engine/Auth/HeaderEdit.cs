using HotPath.Engine.Config;

namespace HotPath.Engine.Auth;

/// <summary>One change of a request's headers.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Name">The header's name as it was configured; compare it ignoring case.</param>
/// <param name="Value">Its value: printable ASCII, and a secret; empty with <see cref="HeaderAction.Delete"/>.</param>
public readonly record struct HeaderEdit(HeaderAction Action, string Name, Opaque Value);
