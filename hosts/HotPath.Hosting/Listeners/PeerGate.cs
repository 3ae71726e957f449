using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// Looks at the first bytes of each connection of a server, before TLS and before Kestrel, and turns away who speaks something else. On a
/// plaintext port Kestrel learns here which HTTP it is.
/// </summary>
/// <param name="peers">Counts and logs.</param>
/// <param name="patience">What a new connection gets for its first bytes.</param>
/// <param name="time">The clock.</param>
internal sealed class PeerGate(PeerLog peers, TimeSpan patience, TimeProvider time)
{
    /// <summary>What a peer that was turned away gets to read the answer and close; then it is cut.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that a peer may still send meanwhile.</summary>
    private const long MostIgnoredBytes = 1 << 20;

    /// <summary>Serves a connection by <paramref name="next"/> if it begins as it should.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        PeerKind kind;
        byte[] first;
        using (var timeout = new CancellationTokenSource(ConnectionAge.AtMost(patience), time))
        {
            try
            {
                (kind, first) = await BeginAsync(connection.Transport.Input, timeout.Token);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                const string Why = "the connection did not begin in time";
                peers.Limited(LimitNames.PrefaceTimeout, connection.RemoteEndPoint, Why);
                connection.Abort(new ConnectionAbortedException(Why));
                return;
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException)
            {
                return;
            }
        }

        if (kind == PeerKind.Undecided)
        {
            // It ended before it said what it is: a probe of the port, mostly.
            return;
        }

        if ((kind == PeerKind.Tls) != peers.IsTls || kind == PeerKind.Unknown)
        {
            await TurnAwayAsync(connection, kind, first);
            return;
        }

        if (kind == PeerKind.Http2)
        {
            PriorKnowledge.Mark(connection);
        }

        await next(connection);
    }

    /// <summary>Tells the peer and the operator; then the connection is to end.</summary>
    /// <param name="connection">The connection, of whose input nothing is being read.</param>
    /// <param name="kind">What it began with.</param>
    /// <param name="first">The first bytes.</param>
    public async Task TurnAwayAsync(ConnectionContext connection, PeerKind kind, byte[] first)
    {
        peers.Wrong(kind, connection.RemoteEndPoint, first);
        using var timeout = new CancellationTokenSource(Linger, time);
        try
        {
            await connection.Transport.Output.WriteAsync(PeerAnswers.Of(kind, peers.IsTls), timeout.Token);

            // A socket closed over unread bytes is reset, and who sends a request meanwhile would not see the answer.
            bool sendsOn = kind is PeerKind.Http1 or PeerKind.Http2;
            PipeReader input = connection.Transport.Input;
            for (long ignored = 0; sendsOn && ignored < MostIgnoredBytes;)
            {
                ReadResult read = await input.ReadAsync(timeout.Token);
                ignored += read.Buffer.Length;
                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // It neither reads nor closes, or has gone.
        }
    }

    /// <summary>
    /// Reads until it is clear what comes, of HTTP/1.1 a line, and takes nothing off; undecided if the connection ends before that.
    /// </summary>
    private static async ValueTask<(PeerKind Kind, byte[] First)> BeginAsync(PipeReader input, CancellationToken cancel)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancel);
            ReadOnlySequence<byte> bytes = read.Buffer;
            PeerKind kind = PeerBytes.Recognise(bytes);
            bool isEnough = kind switch
            {
                PeerKind.Undecided => false,
                PeerKind.Http1 => bytes.Length >= PeerBytes.Most || bytes.PositionOf((byte)'\n') is not null,
                _ => true,
            };
            byte[] first = isEnough ? bytes.Slice(0, Math.Min(bytes.Length, PeerBytes.Most)).ToArray() : [];
            input.AdvanceTo(bytes.Start, isEnough ? bytes.Start : bytes.End);
            if (isEnough || read.IsCompleted)
            {
                return (kind, first);
            }
        }
    }
}
