using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// Kestrel's transport, watched: when a listener ends, or fails for good, without having been told to, nothing else would say so, since the
/// server goes on with the connections that it has.
/// </summary>
/// <param name="inner">The transport.</param>
/// <param name="onLost">Told why.</param>
internal sealed class WatchedTransport(IConnectionListenerFactory inner, Action<string> onLost)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Puts the watch around the transport that is registered.</summary>
    public static void Wrap(IServiceCollection services, Action<string> onLost)
    {
        Type transport = services.Last(static s => s.ServiceType == typeof(IConnectionListenerFactory)).ImplementationType!;
        services.AddSingleton<IConnectionListenerFactory>(
            provider => new WatchedTransport((IConnectionListenerFactory)ActivatorUtilities.CreateInstance(provider, transport), onLost));
    }

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => inner is not IConnectionListenerFactorySelector selector || selector.CanBind(endpoint);

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Watched(await inner.BindAsync(endpoint, cancellationToken), onLost);

    private sealed class Watched(IConnectionListener inner, Action<string> onLost) : IConnectionListener
    {
        private volatile bool _isUnbound;

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                ConnectionContext? connection = await inner.AcceptAsync(cancellationToken);
                if (connection is null)
                {
                    Tell("its socket was closed");
                }

                return connection;
            }
            catch (Exception fault)
            {
                Tell(fault.Message);
                throw;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _isUnbound = true;
            return inner.UnbindAsync(cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            _isUnbound = true;
            return inner.DisposeAsync();
        }

        private void Tell(string why)
        {
            if (!_isUnbound)
            {
                onLost($"the listener at {EndPoint} takes no further connections: {why}");
            }
        }
    }
}
