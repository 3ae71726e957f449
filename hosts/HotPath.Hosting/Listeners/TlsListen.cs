using HotPath.Components.Tls;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace HotPath.Hosting.Listeners;

/// <summary>Puts TLS before what a listener serves.</summary>
internal static class TlsListen
{
    /// <summary>What a client gets for its handshake: net/http's and grpc-go's servers bound it too.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What a client gets for the first byte of it.</summary>
    public static TimeSpan PatienceFor(HostLimits limits) =>
        limits.PrefaceTimeout > TimeSpan.Zero && limits.PrefaceTimeout < HandshakeTimeout ? limits.PrefaceTimeout : HandshakeTimeout;

    /// <summary>Every connection begins with a handshake, by the identity as it is then; without an identity nothing changes.</summary>
    public static void Use(ListenOptions listen, TlsServerIdentity? identity)
    {
        if (identity is not null)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = HandshakeTimeout,
                OnConnection = _ => ValueTask.FromResult(identity.Current()),
            });
        }
    }
}
