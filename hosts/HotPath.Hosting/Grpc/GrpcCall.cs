using System.Runtime.CompilerServices;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Grpc;

/// <summary>One call, from headers to answer. Kestrel keeps it with its stream object, so it serves many requests, one at a time.</summary>
internal sealed class GrpcCall(GrpcApplication server)
{
    private readonly GrpcBody _body = new(server.Watch, server.Limits);
    private IFeatureCollection _features = null!;
    private Lease _message;

    /// <summary>Prepares for a request.</summary>
    public void Open(IFeatureCollection features) => _features = features;

    /// <summary>Serves the request: when the task ends, the answer is written, or there is nobody left to answer. Never throws.</summary>
    public Task RunAsync()
    {
        IHttpRequestFeature request = _features.GetRequiredFeature<IHttpRequestFeature>();
        if (!GrpcHead.TryRead(request, out GrpcHead head, out int httpStatus, out GrpcStatus fault))
        {
            GrpcResponse.Refuse(_features, fault, httpStatus);
            return Task.CompletedTask;
        }

        if (server.Routes.Find(request.Path) is not { } intake)
        {
            GrpcResponse.Refuse(_features, GrpcRoutes.Unknown(request.Path));
            return Task.CompletedTask;
        }

        if (head.Encoding == GrpcEncoding.Unknown)
        {
            intake.CountRefused(RefuseReason.BadEncoding, 0);
            GrpcResponse.RefuseEncoding(_features, request.Headers.GrpcEncoding.ToString());
            return Task.CompletedTask;
        }

        return ExportAsync(intake, head);
    }

    private async Task ExportAsync(IIntake intake, GrpcHead head)
    {
        DateTimeOffset? deadline = head.Timeout is { } timeout ? GrpcTimeout.DeadlineAfter(server.Time.GetUtcNow(), timeout) : null;
        var limit = new MessageLimit(server.MaxReceiveBytes, intake);
        GrpcRefusal? refusal;
        try
        {
            _body.Open(
                _features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader, limit, head.Encoding == GrpcEncoding.Gzip, deadline);
            refusal = await ReceiveAsync(limit, deadline);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            intake.CountRefused(RefuseReason.Aborted, _body.KnownBytes);
            return;
        }
        catch (Exception fault)
        {
            refusal = new GrpcRefusal(Fault(fault), RefuseReason.InternalError);
        }
        finally
        {
            _body.Close();
        }

        if (refusal is { } refused)
        {
            intake.CountRefused(refused.Reason, _body.KnownBytes);
            GrpcResponse.Refuse(_features, refused.Status);
            return;
        }

        await DeliverAsync(intake, deadline);
    }

    /// <summary>Reads the message, and decompresses it, into <see cref="_message"/>; null if it is there.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<GrpcRefusal?> ReceiveAsync(MessageLimit limit, DateTimeOffset? deadline)
    {
        if (deadline <= server.Time.GetUtcNow())
        {
            return GrpcBody.PastDeadline();
        }

        if (!await _body.ReadAsync())
        {
            return _body.Refusal;
        }

        if (deadline <= server.Time.GetUtcNow())
        {
            return GrpcBody.PastDeadline();
        }

        Lease message = _body.TakeMessage();
        if (!_body.IsCompressed || !message.IsHeld)
        {
            // .NET's gzip of nothing is no bytes at all, so an empty message may come with the compressed flag.
            _message = message;
            return null;
        }

        return GzipMessage.TryInflate(message, limit, out _message, out GrpcRefusal refusal) ? null : refusal;
    }

    private async Task DeliverAsync(IIntake intake, DateTimeOffset? deadline)
    {
        Lease message = _message;
        _message = default;
        if (!message.IsHeld)
        {
            // An empty request is a success that no pipeline hears of, as in the Collector.
            GrpcResponse.Succeed(_features);
            return;
        }

        GrpcStatus status;
        CancellationToken gone = _features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        try
        {
            status = GrpcStatus.Of(await intake.DeliverAsync(message, deadline, gone));
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            status = Fault(fault);
        }

        if (status.Code == GrpcStatusCode.Ok)
        {
            GrpcResponse.Succeed(_features);
        }
        else
        {
            GrpcResponse.Refuse(_features, status);
        }
    }

    private GrpcStatus Fault(Exception fault)
    {
        server.Log.Error("a request failed for a fault of the gateway's own", ("error", fault.ToString()));
        return new GrpcStatus(GrpcStatusCode.Internal, "internal error of the gateway; its log says more");
    }
}
