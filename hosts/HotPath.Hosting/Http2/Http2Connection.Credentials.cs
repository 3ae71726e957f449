using HotPath.Engine.Auth;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http2;

/// <content> Who may send. Most heads are judged where they are decoded, and remembered with their block. Credentials that cost more than
/// that (a password under bcrypt, the first time) stop this connection, and no thread, until they are judged: nothing behind their head is
/// read before. </content>
internal sealed partial class Http2Connection
{
    private (int StreamId, bool EndsStream, RequestHead Head)? _undecided;
    private long _generation;

    /// <summary>What was remembered of a head holds only for as long as the same senders are accepted.</summary>
    private void ForgetHeadsOfOtherCredentials()
    {
        if (_application.Auth is { } auth && auth.Generation is var generation && generation != _generation)
        {
            _generation = generation;
            _heads.Clear();
        }
    }

    /// <summary>Waits until the last head is judged, and opens its stream. What was written before goes out first.</summary>
    private async ValueTask DecideAsync()
    {
        if (_hasOutput)
        {
            await FlushAsync();
        }

        (int streamId, bool endsStream, RequestHead head) = _undecided!.Value;
        _undecided = null;
        AuthVerdict verdict = await _application.Auth!.CheckAsync(head.Undecided!);
        Refusal? refusal = verdict.Decision == AuthDecision.Accepted ? null : Refusals.Unauthenticated(verdict);
        Open(streamId, endsStream, head with { Refusal = refusal, Undecided = null }, isMalformed: false);
    }
}
