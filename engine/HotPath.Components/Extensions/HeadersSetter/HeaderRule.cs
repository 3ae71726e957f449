using HotPath.Engine.Auth;
using HotPath.Engine.Config;

namespace HotPath.Components.Extensions.HeadersSetter;

/// <summary>One entry of <c>headers</c>.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Key">The header.</param>
/// <param name="Value">Its value; without a source, or where the source has none.</param>
/// <param name="FromContext">The key of client metadata that it comes from, in lower case; null for none.</param>
internal sealed record HeaderRule(HeaderAction Action, string Key, Opaque Value, string? FromContext);
