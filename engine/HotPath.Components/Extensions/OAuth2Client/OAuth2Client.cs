using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Components.Extensions.OAuth2Client;

/// <summary>
/// <c>oauth2client</c> at work. One token serves all; it is replaced before its end while the old one still serves, and one request to the
/// token server is under way at a time, whoever waits for it. Thread-safe.
/// </summary>
internal sealed class OAuth2Client : IClientAuthenticator
{
    /// <summary>
    /// After a failure the token server is left alone for so long; whoever needs a token meanwhile is told of the failure.
    /// </summary>
    public static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly OAuth2ClientPlan _plan;
    private readonly AuthContext _context;
    private readonly TokenEndpoint _endpoint;
    private readonly WatchedFile? _idFile;
    private readonly WatchedFile? _secretFile;
    private volatile string _id;
    private volatile string _secret;
    private volatile AccessToken? _token;
    private Task<ClientCredentials>? _asking;
    private ClientCredentials? _failure;
    private Deadline? _pause;

    /// <summary>Makes it; the first export that needs a token asks for it.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public OAuth2Client(OAuth2ClientPlan plan, AuthContext context)
    {
        _plan = plan;
        _context = context;
        (_id, _secret) = (plan.ClientId, plan.Secret.Secret);
        _endpoint = new TokenEndpoint(plan, context);
        _idFile = Watch("client_id_file", plan.ClientIdFile, text => _id = text);
        _secretFile = Watch("client_secret_file", plan.SecretFile, text => _secret = text);
    }

    /// <inheritdoc/>
    public void Start()
    {
        _idFile?.Start();
        _secretFile?.Start();
    }

    /// <inheritdoc/>
    public ValueTask<ClientCredentials> GetAsync(ClientMetadata client, CancellationToken cancel)
    {
        TimeProvider time = _context.Time;
        AccessToken? token = _token;
        if (token?.IsFresh(time) == true)
        {
            return ValueTask.FromResult(token.Credentials);
        }

        lock (_lock)
        {
            token = _token;
            if (token?.IsFresh(time) == true)
            {
                return ValueTask.FromResult(token.Credentials);
            }

            if (_asking is null && (_failure is null || _pause?.IsPast(time) != false))
            {
                _asking = Task.Run(AskAsync, CancellationToken.None);
            }

            if (token?.IsGood(time) == true)
            {
                return ValueTask.FromResult(token.Credentials);
            }

            return _asking is null ? ValueTask.FromResult(_failure!) : new ValueTask<ClientCredentials>(_asking.WaitAsync(cancel));
        }
    }

    /// <inheritdoc/>
    public bool Refused(ClientCredentials used)
    {
        lock (_lock)
        {
            if (_token is not { } token || token.Credentials != used)
            {
                return true;
            }

            // One that was just given and is refused all the same says that we may not send, not that it is too old.
            bool isOld = _context.Time.GetElapsedTime(token.GivenAt) > FailurePause;
            _token = isOld ? null : token;
            return isOld;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _idFile?.Dispose();
        _secretFile?.Dispose();
        _endpoint.Dispose();
    }

    private WatchedFile? Watch(string key, string file, Action<string> use) => file.Length == 0
        ? null
        : new WatchedFile($"extensions::{_plan.Id}::{key}", file, _context.Time, _context.Log, text => use(text.Trim()));

    /// <summary>Asks once. Never throws: a failure is what its waiters get.</summary>
    private async Task<ClientCredentials> AskAsync()
    {
        AccessToken? token = null;
        ClientCredentials? failure = null;
        try
        {
            token = AccessToken.Of(await _endpoint.AskAsync(_id, _secret), _plan.ExpiryBuffer, _context.Time);
        }
        catch (TokenException fault)
        {
            failure = ClientCredentials.None(fault.Message);
            _context.Log.Warn("No token", ("error", fault.Message));
        }
        catch (Exception fault) when (fault is InvalidOperationException or ObjectDisposedException)
        {
            failure = ClientCredentials.None(
                $"failed to get security token from token endpoint (endpoint \"{_endpoint.Shown}\"): {fault.GetType().Name}");
        }

        lock (_lock)
        {
            _asking = null;
            _token = token ?? _token;
            _failure = failure;
            _pause = Deadline.After(_context.Time, FailurePause);
        }

        return token?.Credentials ?? failure!;
    }
}
