using System.IO.Pipelines;
using HotPath.Core.Compression;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Grpc;

/// <summary>One call, from headers to answer. Kestrel keeps it with its stream object, so it serves many requests, one at a time.</summary>
internal sealed class GrpcCall(GrpcApplication server)
{
    private readonly GrpcBody _body = new(server.Watch, server.Limits);
    private readonly ClientReader _clientReader = new(server.IncludeMetadata);
    private IFeatureCollection _features = null!;
    private IIntake? _intake;
    private MessageLimit _limit;
    private Deadline? _deadline;
    private ClientInfo _client;
    private Codec? _decompressor;
    private Lease _message;

    /// <summary>The request's features.</summary>
    public IFeatureCollection Features => _features;

    /// <summary>Prepares for a request.</summary>
    public void Open(IFeatureCollection features) => _features = features;

    /// <summary>Serves the request: when the task ends, the answer is written, or there is nobody left to answer. Never throws.</summary>
    public Task RunAsync() => server.Auth is null ? RunAsync(AuthVerdict.Accepted) : AuthenticateAsync(server.Auth);

    private Task AuthenticateAsync(IServerAuthenticator auth)
    {
        AuthVerdict verdict = HeaderCredentials.Check(auth, _features, out byte[]? undecided);
        return undecided is null ? RunAsync(verdict) : DecideAsync(undecided);

        async Task DecideAsync(byte[] credentials) => await RunAsync(await auth.CheckAsync(credentials));
    }

    private Task RunAsync(in AuthVerdict verdict)
    {
        IHttpRequestFeature request = _features.GetRequiredFeature<IHttpRequestFeature>();
        Refusal? refusal = GrpcHead.Read(request, out GrpcHead head);
        _intake = refusal is null ? server.Routes.Find(request.Path) : null;
        if (refusal is null && _intake is null)
        {
            refusal = GrpcRoutes.Unknown(request.Path);
        }
        else if (refusal is null && verdict.Decision != AuthDecision.Accepted)
        {
            return TurnAway(Refusals.Unauthenticated(verdict));
        }
        else if (head.Encoding == GrpcEncoding.Unknown)
        {
            refusal = GrpcRefusal.UnknownEncoding(request.Headers.GrpcEncoding.ToString());
        }
        else if (head.Decompressor is { Missing: not null } codec)
        {
            refusal = Refusals.Missing(codec);
        }
        else if (_intake is not null)
        {
            refusal = _clientReader.Read(_features, request.Headers, _intake.Metadata, out _client);
        }

        _decompressor = head.Decompressor;
        _limit = new MessageLimit(server.MaxReceiveBytes, server.SizeKey, _intake!, refusal is null ? _intake!.AccountsOf(_client) : null);
        _deadline = head.Timeout is { } timeout ? Deadline.After(server.Time, timeout) : null;
        PipeReader reader = _features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        _body.Open(reader, _limit, head.Encoding, _deadline);
        if (refusal is { } refused)
        {
            _body.Refuse(refused);
        }

        return ExportAsync();
    }

    /// <summary>Answers without reading the body, which Kestrel resets if it is still coming.</summary>
    private Task TurnAway(in Refusal refusal)
    {
        _intake!.CountRefused(refusal.Reason!, _features.GetRequiredFeature<IHttpRequestFeature>().Headers.ContentLength ?? 0);
        GrpcResponse.Refuse(_features, refusal);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Reads, and delivers or refuses. What it needs stands in fields, and it waits here and not in methods below: a request that waits
    /// costs
    /// one object for each async method on the way, as large as the method's locals.
    /// </summary>
    private async Task ExportAsync()
    {
        Refusal? refusal;
        try
        {
            while (!IsPast(_deadline))
            {
                if (!_body.TryRead(out ReadResult read))
                {
                    read = await _body.ReadAsync();
                }

                if (!_body.Take(read))
                {
                    break;
                }
            }

            refusal = _body.Refusal ?? (IsPast(_deadline) ? Refusals.PastDeadline() : OpenMessage());
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            _intake?.CountRefused(_body.Refusal?.Reason ?? RefuseReason.Aborted, _body.KnownBytes);
            return;
        }
        catch (Exception fault)
        {
            refusal = new Refusal(server.Fault(fault), RefuseReason.InternalError);
        }
        finally
        {
            _body.Close();
        }

        if (refusal is { } refused)
        {
            _intake?.CountRefused(refused.Reason!, _body.KnownBytes);
            GrpcResponse.Refuse(_features, refused);
        }
        else if (!_message.IsHeld)
        {
            // An empty request is a success that no pipeline hears of, as in the Collector.
            GrpcResponse.Succeed(_features);
        }
        else
        {
            await DeliverAsync(_intake!);
        }
    }

    private bool IsPast(Deadline? deadline) => deadline is { } at && at.IsPast(server.Time);

    /// <summary>Takes the whole message from the body, decompressed, into <see cref="_message"/>.</summary>
    private Refusal? OpenMessage()
    {
        Lease message = _body.TakeMessage();
        if (!_body.IsCompressed || !message.IsHeld)
        {
            // .NET's gzip of nothing is no bytes at all, so an empty message may come with the compressed flag.
            _message = message;
            return null;
        }

        return CompressedMessage.TryDecompress(_decompressor!, message, _limit, mayKeep: true, out _message, out Refusal refusal)
            ? null : refusal;
    }

    private async Task DeliverAsync(IIntake intake)
    {
        Lease message = _message;
        _message = default;
        RpcStatus status;
        CancellationToken gone = _features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        try
        {
            status = RpcStatus.Of(await intake.DeliverAsync(message, _deadline, gone, _client));
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            status = server.Fault(fault);
        }

        if (status.Code == RpcCode.Ok)
        {
            GrpcResponse.Succeed(_features);
        }
        else
        {
            GrpcResponse.Fail(_features, status);
        }
    }
}
