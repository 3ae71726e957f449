using System.Net.Security;
using HotPath.Components.Exporters.OtlpHttp;
using HotPath.Components.Exporters.Shared;
using HotPath.Components.Tls;
using HotPath.Engine.Auth;

namespace HotPath.Components.Extensions.OAuth2Client;

/// <summary>.NET's HTTP client towards a token server, with the TLS files as they are by now. For one request at a time.</summary>
internal sealed class TokenClient : IDisposable
{
    private const int MostConnectSeconds = 30;

    private readonly string _serverName;
    private readonly TlsClientIdentity? _identity;
    private SslClientAuthenticationOptions? _tls;
    private HttpMessageInvoker _client;

    /// <summary>Reads the files; it connects with the first request.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public TokenClient(OAuth2ClientPlan plan, AuthContext context)
    {
        _serverName = plan.ServerName;
        if (plan.Tls is { } tls)
        {
            _identity = new TlsClientIdentity(tls, $"extensions::{plan.Id}::tls", context.Time, context.Log, Complete);
            _tls = _identity.Current();
        }

        _client = Connect();
    }

    /// <summary>Sends a request.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        // .NET's client keeps the options it was made with, so for others there is another client.
        if (_identity is not null && _identity.Current() is { } now && now != _tls)
        {
            _tls = now;
            _client.Dispose();
            _client = Connect();
        }

        return _client.SendAsync(request, cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private void Complete(SslClientAuthenticationOptions options)
    {
        if (_serverName.Length > 0)
        {
            TlsConnector.Complete(options, _serverName, http2: false);
        }
    }

    private HttpMessageInvoker Connect()
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(MostConnectSeconds),
        };
        handler.SslOptions = _tls ?? new() { CertificateChainPolicy = TlsTrust.SystemPolicy };
        if (_tls is { } tls && _serverName.Length > 0)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = new TlsConnector(() => tls).ConnectAsync;
        }

        return new HttpMessageInvoker(handler);
    }
}
