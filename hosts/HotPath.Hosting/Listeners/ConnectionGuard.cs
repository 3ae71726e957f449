using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace HotPath.Hosting.Listeners;

/// <summary>What a connection must do in time: begin with a preface, and end when it is old. Stands before Kestrel's HTTP/2.</summary>
/// <param name="prefaceTimeout">What a new connection gets for its first bytes.</param>
/// <param name="maxAge">The age at which it is asked to end; infinite for never. Spread by ±10 %.</param>
/// <param name="maxAgeGrace">What it gets then before it is cut; infinite for as long as it takes.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionGuard(TimeSpan prefaceTimeout, TimeSpan maxAge, TimeSpan maxAgeGrace, TimeProvider time)
{
    /// <summary>HTTP/2's client preface (RFC 9113 section 3.4). A request line of HTTP/1 may be shorter, and ends in a line feed.</summary>
    private const int PrefaceBytes = 24;

    private const double Spread = 0.1;

    /// <summary>.NET's timers end here.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>Guards a connection while <paramref name="next"/> serves it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!await HasBegunAsync(connection))
        {
            connection.Abort(new ConnectionAbortedException("the connection did not begin in time"));
            return;
        }

        await using ITimer? age = maxAge == Timeout.InfiniteTimeSpan ? null : StartAge(connection);
        await next(connection);
    }

    private static TimeSpan AtMost(TimeSpan time) => time < LongestTimer ? time : LongestTimer;

    private async Task<bool> HasBegunAsync(ConnectionContext connection)
    {
        using var timeout = new CancellationTokenSource(AtMost(prefaceTimeout), time);
        PipeReader input = connection.Transport.Input;
        try
        {
            while (true)
            {
                ReadResult result = await input.ReadAsync(timeout.Token);
                ReadOnlySequence<byte> bytes = result.Buffer;
                bool enough = result.IsCompleted || bytes.Length >= PrefaceBytes || bytes.PositionOf((byte)'\n') is not null;
                input.AdvanceTo(bytes.Start, enough ? bytes.Start : bytes.End);
                if (enough)
                {
                    return true;
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return false;
        }
    }

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
