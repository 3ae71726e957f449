using System.Net.Security;
using System.Security.Authentication;

namespace HotPath.Components.Tests.Tls;

/// <summary>How a handshake ended.</summary>
/// <param name="Server">What the server has against it; null for nothing.</param>
/// <param name="Client">What the client has against it.</param>
/// <param name="Protocol">The version agreed on.</param>
/// <param name="Suite">The suite agreed on.</param>
internal sealed record TlsMeeting(string? Server, string? Client, SslProtocols Protocol, TlsCipherSuite Suite);
