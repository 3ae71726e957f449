using System.Text;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;

namespace HotPath.Testing.Rig;

/// <summary>An authenticator of <see cref="TestAuthFactory"/>, which remembers what was done with it.</summary>
public sealed class TestAuthenticator(ComponentId id, string token, bool isBroken) : IServerAuthenticator
{
    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    /// <summary>The extension.</summary>
    public ComponentId Id => id;

    /// <summary>What it lets in.</summary>
    public string Token => token;

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>How often it was disposed of.</summary>
    public int Disposals { get; private set; }

    /// <inheritdoc/>
    public string Header => "authorization";

    /// <inheritdoc/>
    public string Challenge => "Test";

    /// <inheritdoc/>
    public long Generation => 0;

    /// <inheritdoc/>
    public void Start()
    {
        Starts++;
        if (isBroken)
        {
            throw new InvalidOperationException($"{id} is broken");
        }
    }

    /// <inheritdoc/>
    public AuthVerdict Check(ReadOnlySpan<byte> credentials) =>
        credentials.SequenceEqual(_token) ? AuthVerdict.Accepted : AuthVerdict.Refused("no");

    /// <inheritdoc/>
    public ValueTask<AuthVerdict> CheckAsync(byte[] credentials) => ValueTask.FromResult(Check(credentials));

    /// <inheritdoc/>
    public void Dispose() => Disposals++;
}
