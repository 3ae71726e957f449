namespace HotPath.Components.Extensions.OAuth2Client;

/// <summary>No token was to be had; the message says why, and holds no credentials.</summary>
internal sealed class TokenException(string message) : Exception(message);
