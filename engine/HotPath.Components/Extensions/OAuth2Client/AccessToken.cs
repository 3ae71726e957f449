using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Extensions.OAuth2Client;

/// <summary>A token as it was given; its times go by elapsed time, whatever the wall clock is set to. Immutable.</summary>
/// <param name="Credentials">What requests carry of it.</param>
/// <param name="GivenAt">When it was given, by the clock's timestamps.</param>
/// <param name="RefreshAt">From then on another is asked for; null: never.</param>
/// <param name="ExpiresAt">From then on it is no good; null: never.</param>
internal sealed record AccessToken(ClientCredentials Credentials, long GivenAt, Deadline? RefreshAt, Deadline? ExpiresAt)
{
    /// <summary>What an answer gives. One whose lifetime is not said serves until a backend refuses it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="buffer">How long before its end it is replaced; at most half its lifetime, so that a short one is not asked for at
    /// every request.</param>
    /// <param name="time">The clock.</param>
    public static AccessToken Of(in TokenAnswer answer, TimeSpan buffer, TimeProvider time)
    {
        ClientCredentials credentials = ClientCredentials.Header("Authorization", $"{answer.Type} {answer.Token}");
        if (answer.Lifetime is not { } lifetime)
        {
            return new AccessToken(credentials, time.GetTimestamp(), null, null);
        }

        TimeSpan early = buffer < lifetime / 2 ? buffer : lifetime / 2;
        return new AccessToken(credentials, time.GetTimestamp(), Deadline.After(time, lifetime - early), Deadline.After(time, lifetime));
    }

    /// <summary>Whether another should not be asked for yet.</summary>
    public bool IsFresh(TimeProvider time) => RefreshAt is not { } at || !at.IsPast(time);

    /// <summary>Whether it serves still.</summary>
    public bool IsGood(TimeProvider time) => ExpiresAt is not { } at || !at.IsPast(time);
}
