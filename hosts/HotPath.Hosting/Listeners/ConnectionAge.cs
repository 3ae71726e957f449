using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace HotPath.Hosting.Listeners;

/// <summary>Ends a connection of Kestrel's HTTP/2 when it is old; our own HTTP/2 does so itself.</summary>
/// <param name="maxAge">The age at which it is asked to end; infinite for never. Spread by ±10 %.</param>
/// <param name="maxAgeGrace">What it gets then before it is cut; infinite for as long as it takes.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionAge(TimeSpan maxAge, TimeSpan maxAgeGrace, TimeProvider time)
{
    private const double Spread = 0.1;

    /// <summary>.NET's timers end here.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>Watches a connection while <paramref name="next"/> serves it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        await using ITimer? age = maxAge == Timeout.InfiniteTimeSpan ? null : StartAge(connection);
        await next(connection);
    }

    /// <summary>A time that a timer can be set to.</summary>
    public static TimeSpan AtMost(TimeSpan time) => time < LongestTimer ? time : LongestTimer;

    private ITimer StartAge(ConnectionContext connection)
    {
        var aged = new Aged(connection, maxAgeGrace);
        double factor = 1 - Spread + (2 * Spread * Random.Shared.NextDouble());
        ITimer timer = time.CreateTimer(static state => ((Aged)state!).Ring(), aged, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        aged.Timer = timer;
        timer.Change(AtMost(maxAge * factor), Timeout.InfiniteTimeSpan);
        return timer;
    }

    /// <summary>Rings twice: at the first the connection is asked to end (GOAWAY), at the second it is cut.</summary>
    private sealed class Aged(ConnectionContext connection, TimeSpan grace)
    {
        private bool _asked;

        public ITimer? Timer { get; set; }

        public void Ring()
        {
            if (_asked)
            {
                connection.Abort(new ConnectionAbortedException("the connection reached max_connection_age and its grace"));
                return;
            }

            _asked = true;
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            if (grace != Timeout.InfiniteTimeSpan)
            {
                Timer?.Change(AtMost(grace), Timeout.InfiniteTimeSpan);
            }
        }
    }
}
