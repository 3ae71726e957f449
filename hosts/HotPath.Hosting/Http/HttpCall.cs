using System.IO.Pipelines;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Http;

/// <summary>
/// One request, from headers to answer. Kestrel keeps it with its connection or stream, so it serves many, one at a time.
/// </summary>
internal sealed class HttpCall(HttpApplication server)
{
    private readonly HttpBody _body = new(server.Watch, server.Limits);
    private readonly ClientReader _clientReader = new(server.Plan.IncludeMetadata);
    private IFeatureCollection _features = null!;
    private IIntake _intake = null!;
    private HttpHead _head;
    private MessageLimit _limit;
    private Lease _message;
    private ClientInfo _client;

    /// <summary>The request's features.</summary>
    public IFeatureCollection Features => _features;

    /// <summary>Prepares for a request.</summary>
    public void Open(IFeatureCollection features) => _features = features;

    /// <summary>Serves the request: when the task ends, the answer is written, or there is nobody left to answer. Never throws.</summary>
    public Task RunAsync()
    {
        IHttpRequestFeature request = _features.GetRequiredFeature<IHttpRequestFeature>();
        IHeaderDictionary answer = _features.GetRequiredFeature<IHttpResponseFeature>().Headers;
        foreach ((string name, Opaque value) in server.Plan.ResponseHeaders)
        {
            answer[name] = value.Secret;
        }

        if (!server.Plan.KeepAlives && request.Protocol != HttpProtocol.Http2)
        {
            answer.Connection = "close";
        }

        if (server.Cors?.Answer(_features) == true)
        {
            return Task.CompletedTask;
        }

        return server.Auth is null ? ServeAsync(request) : AuthenticateAsync(server.Auth, request);
    }

    /// <summary>Only who may send is told anything of paths and formats, as in the Collector.</summary>
    private Task AuthenticateAsync(IServerAuthenticator auth, IHttpRequestFeature request)
    {
        AuthVerdict verdict = HeaderCredentials.Check(auth, _features, out byte[]? undecided);
        return undecided is not null ? DecideAsync(undecided)
            : verdict.Decision == AuthDecision.Accepted ? ServeAsync(request)
            : TurnAway(auth, request, verdict);

        async Task DecideAsync(byte[] credentials)
        {
            AuthVerdict late = await auth.CheckAsync(credentials);
            await (late.Decision == AuthDecision.Accepted ? ServeAsync(request) : TurnAway(auth, request, late));
        }
    }

    /// <summary>Answers without reading the body.</summary>
    private Task TurnAway(IServerAuthenticator auth, IHttpRequestFeature request, in AuthVerdict verdict)
    {
        Refusal refusal = Refusals.Unauthenticated(verdict);
        server.Routes.Find(request.Path)?.CountRefused(refusal.Reason!, request.Headers.ContentLength ?? 0);
        if (refusal.Status.Code == RpcCode.Unauthenticated)
        {
            _features.GetRequiredFeature<IHttpResponseFeature>().Headers.WWWAuthenticate = auth.Challenge;
        }

        HttpAnswer.Refuse(_features, HttpHead.KindOf(request.Headers.ContentType.ToString()) ?? PayloadKind.Json, refusal);
        return Task.CompletedTask;
    }

    private Task ServeAsync(IHttpRequestFeature request)
    {
        IIntake? intake = server.Routes.Find(request.Path);
        _head = default;
        PlainAnswer? plain = intake is null ? PlainAnswer.NotFound : HttpHead.Read(request, server.Plan.Encodings, out _head);
        if (plain is null && _head.Kind == PayloadKind.Json && intake!.Signal == Signal.Profiles)
        {
            plain = PlainAnswer.NoJsonOfProfiles;
        }

        if (plain is not null)
        {
            plain.Write(_features);
            return Task.CompletedTask;
        }

        _intake = intake!;
        Refusal? tooMuch = _clientReader.Read(_features, request.Headers, _intake.Metadata, out _client);
        _limit = new MessageLimit(server.Plan.MaxBodyBytes, server.SizeKey, _intake, tooMuch is null ? _intake.AccountsOf(_client) : null);
        Deadline? deadline = Deadline.After(server.Time, server.Plan.Timeouts.Read);
        _body.Open(_features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader, _limit, _head.Length, deadline);
        if (_head.Encoding == BodyEncoding.Unknown)
        {
            _body.Refuse(Refusals.Encoding($"unsupported Content-Encoding: {request.Headers.ContentEncoding}"));
        }
        else if (_head.Decompressor is { Missing: not null } codec)
        {
            _body.Refuse(Refusals.Missing(codec));
        }
        else if (tooMuch is { } refused)
        {
            _body.Refuse(refused);
        }

        return ExportAsync();
    }

    /// <summary>Reads, and delivers or refuses.</summary>
    private async Task ExportAsync()
    {
        Refusal? refusal;
        try
        {
            bool more = _body.MustRead(_head.ExpectsContinue);
            while (more)
            {
                if (!_body.TryRead(out ReadResult read))
                {
                    read = await _body.ReadAsync();
                }

                more = _body.Take(read);
            }

            refusal = _body.Refusal ?? OpenMessage();
        }
        catch (BadHttpRequestException broken) when (_head.Length is null)
        {
            refusal = Refusals.Framing(broken.Message);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            _intake.CountRefused(_body.Refusal?.Reason ?? RefuseReason.Aborted, _body.KnownBytes);
            _features.Get<IHttpRequestLifetimeFeature>()?.Abort();
            return;
        }
        catch (Exception fault)
        {
            refusal = new Refusal(Fault(fault), RefuseReason.InternalError);
        }
        finally
        {
            _body.Close();
        }

        if (refusal is { } refused)
        {
            _intake.CountRefused(refused.Reason!, _body.KnownBytes);
            HttpAnswer.Refuse(_features, _head.Kind, refused);
        }
        else if (!_message.IsHeld)
        {
            // An empty request is a success that no pipeline hears of, as in the Collector.
            HttpAnswer.Succeed(_features, _head.Kind);
        }
        else
        {
            await DeliverAsync();
        }
    }

    /// <summary>Takes the whole message from the body, decompressed and in wire bytes, into <see cref="_message"/>.</summary>
    private Refusal? OpenMessage()
    {
        _message = default;
        Lease message = _body.TakeMessage();
        if (message.IsHeld && _head.Decompressor is { } codec
            && !CompressedMessage.TryDecompress(codec, message, _limit, _head.Kind != PayloadKind.Json, out message, out Refusal refusal))
        {
            return refusal;
        }

        if (_head.Kind == PayloadKind.Json)
        {
            return JsonMessage.TryTranscode(_intake.Signal, message, _limit, out _message, out refusal) ? null : refusal;
        }

        _message = message;
        return null;
    }

    private async Task DeliverAsync()
    {
        Lease message = _message;
        _message = default;
        RpcStatus status;
        CancellationToken gone = _features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        try
        {
            status = RpcStatus.Of(await _intake.DeliverAsync(message, null, gone, _client));
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            status = Fault(fault);
        }

        if (status.Code == RpcCode.Ok)
        {
            HttpAnswer.Succeed(_features, _head.Kind);
        }
        else
        {
            HttpAnswer.Fail(_features, _head.Kind, status);
        }
    }

    private RpcStatus Fault(Exception fault)
    {
        server.Log.Error("a request failed for a fault of the gateway's own", ("error", fault.ToString()));
        return new RpcStatus(RpcCode.Internal, "internal error of the gateway; its log says more");
    }
}
