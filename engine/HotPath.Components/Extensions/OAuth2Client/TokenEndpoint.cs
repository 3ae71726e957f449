using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Auth;

namespace HotPath.Components.Extensions.OAuth2Client;

/// <summary>
/// Asks a token server (RFC 6749, section 4.4). As x/oauth2 does, who we are goes into the Authorization header first, and into the body if
/// the server wants it there; what it takes is remembered. One request at a time.
/// </summary>
internal sealed class TokenEndpoint : IDisposable
{
    private const int MostBodyBytes = 1 << 20;
    private const int MostErrorCharacters = 200;

    private readonly OAuth2ClientPlan _plan;
    private readonly TokenClient _client;
    private readonly TimeProvider _time;
    private bool? _inBody;

    /// <summary>Makes it; it connects with the first request.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public TokenEndpoint(OAuth2ClientPlan plan, AuthContext context)
    {
        _plan = plan;
        _time = context.Time;
        _client = new TokenClient(plan, context);
        Shown = plan.TokenUrl!.GetLeftPart(UriPartial.Path);
    }

    /// <summary>The URL for people: a query may hold a key.</summary>
    public string Shown { get; }

    /// <summary>Asks for a token.</summary>
    /// <exception cref="TokenException">There was none.</exception>
    public async Task<TokenAnswer> AskAsync(string clientId, string secret)
    {
        using var patience = new CancellationTokenSource(_plan.Timeout, _time);
        try
        {
            if (_inBody is { } known)
            {
                return await AskAsync(clientId, secret, known, patience.Token);
            }

            try
            {
                return await AskAsync(clientId, secret, inBody: false, patience.Token);
            }
            catch (TokenException)
            {
                return await AskAsync(clientId, secret, inBody: true, patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw Failure("there was no answer within the timeout");
        }
        catch (Exception fault) when (NoAnswer.Is(fault))
        {
            throw Failure(fault.GetBaseException().Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<TokenAnswer> AskAsync(string clientId, string secret, bool inBody, CancellationToken cancel)
    {
        List<KeyValuePair<string, string>> form = [KeyValuePair.Create("grant_type", "client_credentials")];
        if (_plan.Scope.Length > 0)
        {
            form.Add(KeyValuePair.Create("scope", _plan.Scope));
        }

        form.AddRange(_plan.Parameters.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Secret)));
        using var request = new HttpRequestMessage(HttpMethod.Post, _plan.TokenUrl);
        if (inBody)
        {
            form.Add(KeyValuePair.Create("client_id", clientId));
            form.Add(KeyValuePair.Create("client_secret", secret));
        }
        else
        {
            // Section 2.3.1: both are written as a form writes them, and then as Basic wants them.
            string pair = $"{WebUtility.UrlEncode(clientId)}:{WebUtility.UrlEncode(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        request.Content = new FormUrlEncodedContent(form);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent.Default);
        using HttpResponseMessage response = await _client.SendAsync(request, cancel);
        byte[] body = await ReadAsync(response.Content, cancel);
        if (!response.IsSuccessStatusCode)
        {
            string error = Short(EchoedSecrets.Hide(TokenAnswer.ErrorOf(body), SecretsOf(request, secret)));
            throw Failure($"it answered with HTTP status {(int)response.StatusCode}{(error.Length > 0 ? $": {error}" : "")}");
        }

        if (!TokenAnswer.TryParse(body, out TokenAnswer answer))
        {
            throw Failure("its answer has no access_token");
        }

        _inBody = inBody;
        return answer;
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using Stream stream = await content.ReadAsStreamAsync(cancel);
        var body = new byte[MostBodyBytes];
        int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancel);
        return body[..length];
    }

    /// <summary>What a server was sent, and does not bring into our log by repeating it: in each form in which it was sent.</summary>
    private IEnumerable<string> SecretsOf(HttpRequestMessage request, string secret)
    {
        IEnumerable<string> texts = [secret, .. _plan.Parameters.Select(static pair => pair.Value.Secret)];
        return
        [
            .. texts, .. texts.Select(WebUtility.UrlEncode).OfType<string>(),
            .. EchoedSecrets.PartsOf(request.Headers.Authorization?.ToString()), .. EchoedSecrets.ValuesOf(_plan.TokenUrl!),
        ];
    }

    private static string Short(string error) => error.Length > MostErrorCharacters ? error[..MostErrorCharacters] + "…" : error;

    private TokenException Failure(string why) => new($"failed to get security token from token endpoint (endpoint \"{Shown}\"): {why}");
}
