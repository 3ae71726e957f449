using System.Text;
using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary><c>basicauth</c> at work for exporters: name and password in every request (RFC 7617). Thread-safe.</summary>
internal sealed class BasicAuthClient : IClientAuthenticator
{
    private readonly Lock _lock = new();
    private readonly BasicAuthClientPlan _plan;
    private readonly WatchedFile? _userFile;
    private readonly WatchedFile? _passwordFile;
    private string _user;
    private string _password;
    private volatile ClientCredentials _credentials;

    /// <summary>Makes it.</summary>
    public BasicAuthClient(BasicAuthClientPlan plan, AuthContext context)
    {
        _plan = plan;
        (_user, _password) = (plan.User, plan.Password.Secret);
        _credentials = Build();
        _userFile = Watch("username_file", plan.UserFile, context, text => _user = text);
        _passwordFile = Watch("password_file", plan.PasswordFile, context, text => _password = text);
    }

    /// <inheritdoc/>
    public void Start()
    {
        _userFile?.Start();
        _passwordFile?.Start();
    }

    /// <inheritdoc/>
    public ValueTask<ClientCredentials> GetAsync(ClientMetadata client, CancellationToken cancel) => ValueTask.FromResult(_credentials);

    /// <inheritdoc/>
    public bool Refused(ClientCredentials used) => used != _credentials;

    /// <inheritdoc/>
    public void Dispose()
    {
        _userFile?.Dispose();
        _passwordFile?.Dispose();
    }

    private WatchedFile? Watch(string key, string file, AuthContext context, Action<string> set)
    {
        if (file.Length == 0)
        {
            return null;
        }

        string path = $"extensions::{_plan.Id}::client_auth::{key}";
        return new WatchedFile(path, file, context.Time, context.Log, text =>
        {
            text = text.Trim();
            if (key == "username_file" && text.Contains(':', StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{path} '{file}': invalid authorization format: a user's name has no colon");
            }

            lock (_lock)
            {
                set(text);
                _credentials = Build();
            }
        });
    }

    private ClientCredentials Build() =>
        ClientCredentials.Header("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_user}:{_password}")));
}
