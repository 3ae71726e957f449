using HotPath.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace HotPath.Gateway.Tests.Security;

/// <summary>A small OAuth2 token server on loopback (RFC 6749, section 4.4): one client, and tokens of two seconds.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public const string ClientId = "gateway";
    public const string FirstSecret = "client-secret-71aa";
    public const string SecondSecret = "client-secret-e0b3";

    private const string Form = "application/x-www-form-urlencoded";

    private ConfigServer _server = null!;
    private volatile string _secret = FirstSecret;
    private int _given;
    private int _refused;

    private TokenServer()
    {
    }

    /// <summary>Where tokens are asked for.</summary>
    public string Url => _server.Url + "/oauth2/token";

    /// <summary>How many tokens it has given.</summary>
    public int Given => Volatile.Read(ref _given);

    /// <summary>How many requests it has refused, or failed.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>True: it answers 503.</summary>
    public bool IsDown { get; set; }

    public static async Task<TokenServer> StartAsync()
    {
        var server = new TokenServer();
        server._server = await ConfigServer.StartAsync(server.AnswerAsync);
        return server;
    }

    /// <summary>The client has another secret from now on.</summary>
    public void ChangeSecret(string secret) => _secret = secret;

    /// <summary>True if an Authorization header holds a token of this server's.</summary>
    public static bool IsToken(string authorization) => authorization.StartsWith("Bearer access-token-", StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        IFormCollection form = await http.Request.ReadFormAsync();
        string pair = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{ClientId}:{_secret}"));
        bool isKnown = http.Request.Headers.Authorization == $"Basic {pair}" && form["grant_type"] == "client_credentials"
            && http.Request.ContentType!.StartsWith(Form, StringComparison.Ordinal);
        (int status, string body) = (IsDown, isKnown) switch
        {
            (true, _) => (503, """{"error": "temporarily_unavailable"}"""),
            (_, false) => (401, """{"error": "invalid_client"}"""),
            _ => (
                200,
                $$"""{"access_token": "access-token-{{Interlocked.Increment(ref _given)}}", "token_type": "Bearer", "expires_in": 2}"""),
        };
        if (status != 200)
        {
            Interlocked.Increment(ref _refused);
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body);
    }
}
