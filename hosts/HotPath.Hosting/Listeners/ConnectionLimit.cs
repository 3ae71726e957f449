using Microsoft.AspNetCore.Connections;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// Bounds the connections that one port has open, so that whoever opens more and more can take neither all descriptors nor the memory. One
/// too many is cut before a byte of it is read. Thread-safe.
/// </summary>
/// <param name="most">The most at once.</param>
/// <param name="peers">Counts and logs.</param>
internal sealed class ConnectionLimit(int most, PeerLog peers)
{
    private int _open;

    /// <summary>Serves a connection by <paramref name="next"/> if there is room for it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _open) > most)
            {
                string why = $"{most} connections are open already, the most for this port: raise hotpath::max_connections of the receiver";
                peers.Limited(LimitNames.MaxConnections, connection.RemoteEndPoint, why);
                connection.Abort(new ConnectionAbortedException(why));
                return;
            }

            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
