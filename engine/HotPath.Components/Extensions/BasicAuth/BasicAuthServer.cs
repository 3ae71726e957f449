using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Auth;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>
/// <c>basicauth</c> at work for receivers (RFC 7617). A password's expensive check runs once: its verdict is remembered until the users
/// change. One check runs at a time, on a thread of its own, so that guessing passwords takes no more than one processor from the path.
/// Thread-safe.
/// </summary>
internal sealed class BasicAuthServer : IServerAuthenticator
{
    /// <summary>Requests whose credentials may wait to be checked; further ones are told to come back.</summary>
    public const int MostWaiting = 64;

    /// <summary>Longer credentials are nobody's.</summary>
    public const int MostBytes = 4096;

    private const string Scheme = "Basic ";

    private static readonly AuthVerdict NoAuth = AuthVerdict.Refused("no basic auth provided");
    private static readonly AuthVerdict BadScheme = AuthVerdict.Refused("invalid authorization scheme prefix");
    private static readonly AuthVerdict BadFormat = AuthVerdict.Refused("invalid authorization format");
    private static readonly AuthVerdict Invalid = AuthVerdict.Refused("invalid credentials");
    private static readonly AuthVerdict Busy = new(AuthDecision.Busy, "too many passwords are being checked: try again");

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly BasicAuthServerPlan _plan;
    private readonly WatchedFile? _file;
    private volatile BasicAuthUsers _users = new(Htpasswd.Empty, 0);
    private int _waiting;

    /// <summary>Makes it.</summary>
    public BasicAuthServer(BasicAuthServerPlan plan, AuthContext context)
    {
        _plan = plan;
        _file = plan.File.Length == 0
            ? null
            : new WatchedFile($"extensions::{plan.Id}::htpasswd::file", plan.File, context.Time, context.Log, Use);
    }

    /// <inheritdoc/>
    public string Header => "authorization";

    /// <inheritdoc/>
    public string Challenge => "Basic realm=\"otlp\", charset=\"UTF-8\"";

    /// <inheritdoc/>
    public long Generation => _users.Generation;

    /// <inheritdoc/>
    public void Start()
    {
        if (_file is null)
        {
            Use("");
        }

        _file?.Start();
    }

    /// <inheritdoc/>
    public AuthVerdict Check(ReadOnlySpan<byte> credentials) => Judge(_users, credentials, mayTakeLong: false);

    /// <inheritdoc/>
    public async ValueTask<AuthVerdict> CheckAsync(byte[] credentials)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return Busy;
        }

        try
        {
            await _turn.WaitAsync();
            try
            {
                // Whoever waited before may have asked the same. The rest is not the thread pool's work: it would block one for long.
                AuthVerdict verdict = Check(credentials);
                return verdict.Decision == AuthDecision.Undecided
                    ? await Task.Factory.StartNew(
                        () => Judge(_users, credentials, mayTakeLong: true), CancellationToken.None, TaskCreationOptions.LongRunning,
                        TaskScheduler.Default)
                    : verdict;
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private AuthVerdict Judge(BasicAuthUsers users, ReadOnlySpan<byte> credentials, bool mayTakeLong)
    {
        if (credentials.IsEmpty)
        {
            return NoAuth;
        }

        if (credentials.Length < Scheme.Length || !Ascii.EqualsIgnoreCase(credentials[..Scheme.Length], Scheme))
        {
            return BadScheme;
        }

        if (credentials.Length > MostBytes)
        {
            return Invalid;
        }

        ReadOnlySpan<byte> base64 = credentials[Scheme.Length..];
        CredentialKey key = CredentialKey.Of(base64, _secret);
        return users.Recall(key) switch
        {
            true => AuthVerdict.Accepted,
            false => Invalid,
            null => Look(users, base64, key, mayTakeLong),
        };
    }

    private static AuthVerdict Look(BasicAuthUsers users, ReadOnlySpan<byte> base64, in CredentialKey key, bool mayTakeLong)
    {
        Span<byte> text = stackalloc byte[MostBytes];
        if (Base64.DecodeFromUtf8(base64, text, out _, out int length) != System.Buffers.OperationStatus.Done)
        {
            return BadFormat;
        }

        text = text[..length];
        int colon = text.IndexOf((byte)':');
        if (colon < 0)
        {
            return BadFormat;
        }

        if (users.Table.Find(Encoding.UTF8.GetString(text[..colon])) is not { } hash)
        {
            return Invalid;
        }

        if (hash.IsExpensive && !mayTakeLong)
        {
            return AuthVerdict.Undecided;
        }

        bool isGood = hash.Matches(text[(colon + 1)..]);
        users.Remember(key, isGood);
        return isGood ? AuthVerdict.Accepted : Invalid;
    }

    /// <summary>The file's users, and those of <c>inline</c>, which win.</summary>
    private void Use(string text)
    {
        Htpasswd table = Htpasswd.Parse([text, _plan.Inline.Secret], out string? fault);
        if (fault is not null)
        {
            throw new InvalidOperationException($"extensions::{_plan.Id}::htpasswd::file '{_plan.File}': {fault}");
        }

        _users = new BasicAuthUsers(table, _users.Generation + 1);
    }
}
