using HotPath.Engine.Auth;

namespace HotPath.Components.Extensions.OAuth2Client;

/// <summary>A token as it was given. Immutable.</summary>
/// <param name="Credentials">What requests carry of it.</param>
/// <param name="GivenAt">When it was given.</param>
/// <param name="RefreshAt">From then on another is asked for.</param>
/// <param name="ExpiresAt">From then on it is no good.</param>
internal sealed record AccessToken(ClientCredentials Credentials, DateTimeOffset GivenAt, DateTimeOffset RefreshAt, DateTimeOffset ExpiresAt)
{
    /// <summary>What an answer gives. One whose lifetime is not said serves until a backend refuses it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="buffer">How long before its end it is replaced; at most half its lifetime, so that a short one is not asked for at
    /// every request.</param>
    /// <param name="now">The time.</param>
    public static AccessToken Of(in TokenAnswer answer, TimeSpan buffer, DateTimeOffset now)
    {
        ClientCredentials credentials = ClientCredentials.Header("Authorization", $"{answer.Type} {answer.Token}");
        if (answer.Lifetime is not { } lifetime)
        {
            return new AccessToken(credentials, now, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        }

        TimeSpan early = buffer < lifetime / 2 ? buffer : lifetime / 2;
        return new AccessToken(credentials, now, now + lifetime - early, now + lifetime);
    }
}
