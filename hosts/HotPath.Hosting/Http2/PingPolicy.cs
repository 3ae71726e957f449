using HotPath.Components.Receivers.Otlp;

namespace HotPath.Hosting.Http2;

/// <summary>
/// <c>keepalive.enforcement_policy</c> as grpc-go judges it: a ping that comes too soon after the last one is a strike, an answer of ours
/// in between wipes the strikes, and the third strike ends the connection. Belongs to its connection.
/// </summary>
internal sealed class PingPolicy(GrpcKeepalivePlan keepalive, TimeProvider time)
{
    private const int MaxStrikes = 2;

    private static readonly TimeSpan WithoutStream = TimeSpan.FromHours(2);

    private long _last = -1;
    private int _strikes;
    private bool _hasAnswered;

    /// <summary>An answer was sent.</summary>
    public void Answered() => _hasAnswered = true;

    /// <summary>
    /// True if an answer has gone out since the last ping. A ping is no flood then: grpc-go measures the bandwidth with one for each answer
    /// that it reads while none is under way, on a fast network thousands a second.
    /// </summary>
    public bool IsEarned => _hasAnswered;

    /// <summary>A ping came; false if it is the strike too many.</summary>
    public bool Allows(bool hasStreams)
    {
        long now = time.GetTimestamp();
        if (_hasAnswered)
        {
            _hasAnswered = false;
            _strikes = 0;
            _last = now;
            return true;
        }

        TimeSpan least = hasStreams || keepalive.PermitPingsWithoutStream ? keepalive.MinPingTime : WithoutStream;
        if (_last >= 0 && time.GetElapsedTime(_last, now) < least)
        {
            _strikes++;
        }

        _last = now;
        return _strikes <= MaxStrikes;
    }
}
