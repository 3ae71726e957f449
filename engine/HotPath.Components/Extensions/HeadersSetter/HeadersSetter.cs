using System.Runtime.CompilerServices;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Extensions.HeadersSetter;

/// <summary>
/// <c>headers_setter</c> at work. Senders who say the same share their metadata, and so what was made of it: it is made once for each.
/// Thread-safe.
/// </summary>
internal sealed class HeadersSetter : IClientAuthenticator
{
    private readonly ConditionalWeakTable<ClientMetadata, ClientCredentials> _made = [];
    private readonly HeadersSetterPlan _plan;

    /// <summary>Makes it.</summary>
    public HeadersSetter(HeadersSetterPlan plan) => _plan = plan;

    /// <inheritdoc/>
    public void Start()
    {
    }

    /// <inheritdoc/>
    public ValueTask<ClientCredentials> GetAsync(ClientMetadata client, CancellationToken cancel)
    {
        if (!_made.TryGetValue(client, out ClientCredentials? credentials))
        {
            credentials = Make(client);
            _made.AddOrUpdate(client, credentials);
        }

        return ValueTask.FromResult(credentials);
    }

    /// <inheritdoc/>
    public bool Refused(ClientCredentials used) => false;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ClientCredentials Make(ClientMetadata client)
    {
        var edits = new List<HeaderEdit>();
        foreach (HeaderRule rule in _plan.Rules)
        {
            ReadOnlySpan<string> values = rule.FromContext is null ? [] : client.Values(rule.FromContext);
            if (values.Length > 1)
            {
                return ClientCredentials.None(
                    $"extensions::{_plan.Id}: {values.Length} source keys found in the context under '{rule.FromContext}', "
                    + $"can't determine which one to use for '{rule.Key}'",
                    isPermanent: true);
            }

            edits.Add(new HeaderEdit(rule.Action, rule.Key, values.Length == 1 ? new Opaque(values[0]) : rule.Value));
        }

        return ClientCredentials.Of(edits);
    }
}
