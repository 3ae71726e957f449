using System.Text;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;

namespace HotPath.Components.Extensions.BearerTokenAuth;

/// <summary>The tokens at one time. Immutable.</summary>
internal sealed class BearerTokens
{
    private BearerTokens(byte[][] values, ClientCredentials client, long generation)
    {
        Values = values;
        Client = client;
        Generation = generation;
    }

    /// <summary>What senders' headers must say, one of them.</summary>
    public IReadOnlyList<byte[]> Values { get; }

    /// <summary>What our own requests say: the first token.</summary>
    public ClientCredentials Client { get; }

    /// <summary>How many there were before.</summary>
    public long Generation { get; }

    /// <summary>These tokens.</summary>
    public static BearerTokens Of(BearerTokenAuthPlan plan, IEnumerable<Opaque> tokens, long generation)
    {
        string prefix = plan.Scheme.Length == 0 ? "" : plan.Scheme + " ";
        string[] values = [.. tokens.Where(static token => !token.IsEmpty).Select(token => prefix + token.Secret)];
        ClientCredentials client = values.Length > 0
            ? ClientCredentials.Header(plan.Header, values[0])
            : ClientCredentials.None($"extensions::{plan.Id}::filename '{plan.File}' holds no token");
        return new BearerTokens([.. values.Select(Encoding.UTF8.GetBytes)], client, generation);
    }
}
