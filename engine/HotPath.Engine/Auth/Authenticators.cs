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
        return Empty.Next(extensions, options, static _ => false);
    }

    /// <summary>Those of another plan: what did not change stays at work and is in both, the rest is made and started.</summary>
    /// <param name="extensions">The extensions that the service lists.</param>
    /// <param name="options">Clock and log.</param>
    /// <param name="isKept">Whether an extension did not change.</param>
    /// <exception cref="InvalidOperationException">One of them cannot start.</exception>
    internal Authenticators Next(IReadOnlyList<ExtensionPlan> extensions, DataPathOptions options, Func<ComponentId, bool> isKept)
    {
        var started = new Authenticators();
        try
        {
            foreach (AuthExtensionPlan plan in extensions.OfType<AuthExtensionPlan>())
            {
                if (isKept(plan.Id) && _all.TryGetValue(plan.Id, out IAuthenticator? kept))
                {
                    started._all.Add(plan.Id, kept);
                    continue;
                }

                var context =
                    new AuthContext(options.Time, options.Logs.CreateLogger(typeof(Authenticators).FullName!).ForExtension(plan.Id));
                IAuthenticator authenticator = plan.Create(context);
                started._all.Add(plan.Id, authenticator);
                authenticator.Start();
            }
        }
        catch
        {
            started.DisposeOfAllBut(this);
            throw;
        }

        return started;
    }

    /// <summary>The one that a server's <c>auth</c> names; null if it has none.</summary>
    public IServerAuthenticator? ServerFor(AuthUse? use) => For<IServerAuthenticator>(use);

    /// <summary>The one that an exporter's <c>auth</c> names; null if it has none.</summary>
    public IClientAuthenticator? ClientFor(AuthUse? use) => For<IClientAuthenticator>(use);

    /// <inheritdoc/>
    public void Dispose() => DisposeOfAllBut(Empty);

    /// <summary>Ends those that another plan has not taken over.</summary>
    internal void DisposeOfAllBut(Authenticators others)
    {
        foreach (IAuthenticator authenticator in _all.Values.Except(others._all.Values))
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
