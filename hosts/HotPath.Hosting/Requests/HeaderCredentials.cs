using System.Text;
using HotPath.Engine.Auth;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HotPath.Hosting.Requests;

/// <summary>Shows an authenticator the credentials of a request that Kestrel has parsed.</summary>
internal static class HeaderCredentials
{
    /// <summary>Longer ones are copied to the heap.</summary>
    private const int MostOnStack = 1024;

    /// <summary>What the authenticator says at once.</summary>
    /// <param name="auth">The authenticator.</param>
    /// <param name="features">The request's.</param>
    /// <param name="undecided">The credentials, if they are yet to be judged; else null.</param>
    public static AuthVerdict Check(IServerAuthenticator auth, IFeatureCollection features, out byte[]? undecided)
    {
        undecided = null;
        StringValues values = features.GetRequiredFeature<IHttpRequestFeature>().Headers[auth.Header];
        string text = values.Count > 0 ? values[0] ?? "" : "";
        Span<byte> bytes = Encoding.UTF8.GetMaxByteCount(text.Length) <= MostOnStack
            ? stackalloc byte[MostOnStack]
            : new byte[Encoding.UTF8.GetByteCount(text)];
        bytes = bytes[..Encoding.UTF8.GetBytes(text, bytes)];
        AuthVerdict verdict = auth.Check(bytes);
        if (verdict.Decision == AuthDecision.Undecided)
        {
            undecided = bytes.ToArray();
        }

        return verdict;
    }
}
