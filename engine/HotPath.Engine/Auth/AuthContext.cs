using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Auth;

/// <summary>What an authenticator is given when it is made.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Log">A logger whose lines already carry the extension's id. No credentials go there.</param>
public sealed record AuthContext(TimeProvider Time, ILogger Log);
