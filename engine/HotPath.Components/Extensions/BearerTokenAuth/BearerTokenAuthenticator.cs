using System.Security.Cryptography;
using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Components.Extensions.BearerTokenAuth;

/// <summary><c>bearertokenauth</c> at work: senders show one of the tokens, our own requests carry the first. Thread-safe.</summary>
internal sealed class BearerTokenAuthenticator : IServerAuthenticator, IClientAuthenticator
{
    private static readonly AuthVerdict Mismatch = AuthVerdict.Refused("scheme or token does not match");

    private readonly BearerTokenAuthPlan _plan;
    private readonly AuthContext _context;
    private readonly AuthVerdict _missing;
    private readonly WatchedFile? _file;
    private volatile BearerTokens _tokens;

    /// <summary>Makes it.</summary>
    public BearerTokenAuthenticator(BearerTokenAuthPlan plan, AuthContext context)
    {
        _plan = plan;
        _context = context;
        _missing = AuthVerdict.Refused($"missing or empty authorization header: {plan.Header}");
        _tokens = BearerTokens.Of(plan, plan.File.Length > 0 ? [] : plan.Tokens, 0);
        _file = plan.File.Length == 0
            ? null
            : new WatchedFile($"extensions::{plan.Id}::filename", plan.File, context.Time, context.Log, Use);
        Header = plan.Header.ToLowerInvariant();
    }

    /// <inheritdoc/>
    public string Header { get; }

    /// <inheritdoc/>
    public string Challenge => _plan.Scheme.Length > 0 ? _plan.Scheme : "Bearer";

    /// <inheritdoc/>
    public long Generation => _tokens.Generation;

    /// <inheritdoc/>
    public void Start() => _file?.Start();

    /// <inheritdoc/>
    public AuthVerdict Check(ReadOnlySpan<byte> credentials)
    {
        if (credentials.IsEmpty)
        {
            return _missing;
        }

        // All are compared, so that the time says nothing of which one it was, or of how much of one was right.
        bool matches = false;
        foreach (byte[] value in _tokens.Values)
        {
            matches |= CryptographicOperations.FixedTimeEquals(credentials, value);
        }

        return matches ? AuthVerdict.Accepted : Mismatch;
    }

    /// <inheritdoc/>
    public ValueTask<AuthVerdict> CheckAsync(byte[] credentials) => ValueTask.FromResult(Check(credentials));

    /// <inheritdoc/>
    public ValueTask<ClientCredentials> GetAsync(ClientMetadata client, CancellationToken cancel) => ValueTask.FromResult(_tokens.Client);

    /// <inheritdoc/>
    public bool Refused(ClientCredentials used) => used != _tokens.Client;

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>One token a line. A file without any lets nobody in: that is how to take all tokens back.</summary>
    private void Use(string text)
    {
        IEnumerable<Opaque> tokens = text.Split('\n').Select(static line => new Opaque(line.Trim()));
        _tokens = BearerTokens.Of(_plan, tokens, _tokens.Generation + 1);
        if (_tokens.Values.Count == 0)
        {
            _context.Log.Error("A file of tokens holds none: nobody is accepted, and nothing is sent with it", ("file", _plan.File));
        }
    }
}
