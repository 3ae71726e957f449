using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Auth;

/// <summary>The authenticators of a plan, at work from when they are made until they are disposed of. Thread-safe.</summary>
public sealed class Authenticators : IDisposable
{
    private readonly Dictionary<ComponentId, IAuthenticator> _all = [];

    private Authenticators()
    {
    }

    /// <summary>None at all.</summary>
    public static Authenticators Empty => new();

    /// <summary>Makes and starts those that the service lists.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot start.</exception>
    public static Authenticators Start(IReadOnlyList<ExtensionPlan> extensions, DataPathOptions options)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        ArgumentNullException.ThrowIfNull(options);
        var started = new Authenticators();
        try
        {
            foreach (AuthExtensionPlan plan in extensions.OfType<AuthExtensionPlan>())
            {
                var context = new AuthContext(options.Time, options.Logs.CreateLogger(typeof(Authenticators).FullName!).ForExtension(plan.Id));
                IAuthenticator authenticator = plan.Create(context);
                started._all.Add(plan.Id, authenticator);
                authenticator.Start();
            }
        }
        catch
        {
            started.Dispose();
            throw;
        }

        return started;
    }

    /// <summary>The one that a server's <c>auth</c> names; null if it has none.</summary>
    public IServerAuthenticator? ServerFor(AuthUse? use) => For<IServerAuthenticator>(use);

    /// <summary>The one that an exporter's <c>auth</c> names; null if it has none.</summary>
    public IClientAuthenticator? ClientFor(AuthUse? use) => For<IClientAuthenticator>(use);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IAuthenticator authenticator in _all.Values)
        {
            authenticator.Dispose();
        }
    }

    /// <summary>Never lets a server go unguarded: what the plan's checks let pass must be there.</summary>
    private T? For<T>(AuthUse? use)
        where T : class, IAuthenticator =>
        use is null ? null : _all.GetValueOrDefault(use.Id) as T ?? throw new InvalidOperationException(
            $"{use.Path}: failed to resolve authenticator \"{use.Id}\": authenticator not found");
}
