using System.Net.Sockets;
using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// A gRPC client's connection that knows its requests beforehand. The writer sends whole runs of frames in one call, as far as the windows
/// reach; the reader looks at status trailers only. What the reader has to send, the writer sends.
/// </summary>
internal sealed class Http2Connection : SenderConnection
{
    private const int BufferBytes = 32 * 1024;
    private const int WindowForAnswers = 1 << 30;

    private readonly IReadOnlyList<Http2Request> _requests;
    private readonly FreshIds _ids;
    private Http2Session? _session;
    private int _next;

    /// <summary>Makes a connection that sends these requests, its own, in turn; the seed is of their trace ids.</summary>
    public Http2Connection(
        int port, bool isClosedLoop, SenderCounts counts, TimeProvider time, IReadOnlyList<Http2Request> requests, int seed)
        : base(port, isClosedLoop, counts, time)
    {
        _requests = requests;
        _ids = new FreshIds(seed);
    }

    protected override async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        var session = new Http2Session();
        _session = session;
        session.Control.AddRaw(Http2Frame.Preface);
        session.Control.AddSettings((SettingsId.HeaderTableSize, 0), (SettingsId.EnablePush, 0));
        session.Control.AddNumber(Http2Frame.WindowUpdate, 0, WindowForAnswers);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task writing = WriteAllAsync(socket, session, ended.Token);
        try
        {
            var reader = new FrameReader(socket, BufferBytes);
            while (await reader.FillAsync(stop))
            {
                if (ReadAll(reader, session))
                {
                    Wake.Set();
                }
            }
        }
        finally
        {
            await ended.CancelAsync();
            Wake.Set();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override int FailAll(string fault)
    {
        int cutOff = _session?.CloseAll() ?? 0;
        for (int i = 0; i < cutOff; i++)
        {
            Counts.EndFailed(fault);
        }

        return cutOff;
    }

    private async Task WriteAllAsync(Socket socket, Http2Session session, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await FlushAsync(socket, session, stop);
            if (session.MayOpen && Tickets.TryBegin(Counts, out long intended))
            {
                await SendAsync(socket, session, intended, stop);
            }
            else
            {
                await Wake.WaitAsync();
            }
        }
    }

    private async Task SendAsync(Socket socket, Http2Session session, long intended, CancellationToken stop)
    {
        Http2Request request = _requests[_next++ % _requests.Count];
        int id = session.Open(intended, request.Spans);
        request.Renew(id, _ids);
        for (int frame = 0; frame < request.Frames;)
        {
            int until = session.Grant(id, request, frame);
            if (until < 0)
            {
                // Answered before it was whole: what is left of it is not wanted.
                session.Reset(id);
                return;
            }

            if (until == frame)
            {
                await FlushAsync(socket, session, stop);
                await Wake.WaitAsync();
                stop.ThrowIfCancellationRequested();
                continue;
            }

            await WriteAsync(socket, request.Bytes(frame, until), stop);
            frame = until;
        }
    }

    private static async ValueTask FlushAsync(Socket socket, Http2Session session, CancellationToken stop)
    {
        if (session.TakeControl() is { } control)
        {
            await WriteAsync(socket, control, stop);
        }
    }

    /// <summary>True if the writer has something to do now.</summary>
    private bool ReadAll(FrameReader reader, Http2Session session)
    {
        bool wakes = false;
        while (reader.TryRead(out Http2Frame frame))
        {
            if (frame.Type is Http2Frame.Data or Http2Frame.Headers or Http2Frame.ResetStream)
            {
                wakes |= Answer(session, frame);
            }
            else
            {
                wakes |= session.Take(frame);
            }
        }

        return wakes;
    }

    /// <summary>True if a request ended: there is room for another, or one that is being sent need not be.</summary>
    private bool Answer(Http2Session session, in Http2Frame frame)
    {
        bool ends = frame.Type == Http2Frame.ResetStream || frame.Has(Http2Frame.EndStream);
        if (!ends || session.Close(frame.StreamId) is not { } stream)
        {
            return false;
        }

        GrpcAnswer answer = frame.Type == Http2Frame.Headers ? GrpcAnswer.Read(frame.Content) : new GrpcAnswer(-1, false);
        if (answer.Status == 0)
        {
            Counts.EndOk(stream.Spans, stream.Intended);
        }
        else if (answer.Status > 0)
        {
            Counts.EndRefused(answer.HasDelay, $"grpc-status {answer.Status}");
        }
        else
        {
            Counts.EndFailed($"a stream ended without grpc-status, by a frame of type {frame.Type}");
        }

        Again();
        return true;
    }
}
