using System.Buffers.Binary;
using HotPath.Components.Extensions.HealthCheck;
using HotPath.Engine.Telemetry.Status;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.Health;

/// <summary>
/// gRPC's health service, <c>grpc.health.v1.Health</c>: <c>Check</c>, and <c>Watch</c>, which looks every <see cref="WatchInterval"/>. A
/// service is a pipeline, <c>extensions</c>, or everything if it has no name.
/// <code>
///   message:  ┌───┬─────────────────┬──────┬────────┐
///             │ 0 │ length, 4 bytes │ 0x08 │ status │     status: 1 SERVING, 2 NOT_SERVING, 3 SERVICE_UNKNOWN
///             └───┴─────────────────┴──────┴────────┘
/// </code>
/// </summary>
public sealed class GrpcHealthPage(HealthV2Plan plan, GatewayFacts facts) : IAdminPage
{
    /// <summary>How often a watched status is looked at.</summary>
    public static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private const string Service = "/grpc.health.v1.Health/";
    private const int Ok = 0;
    private const int Cancelled = 1;
    private const int InvalidArgument = 3;
    private const int NotFound = 5;
    private const int Unimplemented = 12;
    private const byte Serving = 1;
    private const byte NotServing = 2;
    private const byte ServiceUnknown = 3;

    private readonly HealthJudge _judge = new(plan.Health, facts.Time);

    /// <inheritdoc/>
    public async Task AnswerAsync(HttpContext request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Response.ContentType = "application/grpc";
        string path = request.Request.Path.Value ?? "";
        if (path is not (Service + "Check" or Service + "Watch"))
        {
            End(request, Unimplemented, "unknown service or method: this is grpc.health.v1.Health with Check and Watch");
            return;
        }

        if (HealthRequest.Parse(await ReadAsync(request)) is not { } service)
        {
            End(request, InvalidArgument, "the message is not a HealthCheckRequest");
            return;
        }

        if (path == Service + "Watch")
        {
            await WatchAsync(request, service);
        }
        else if (StatusOf(service) is { } status)
        {
            await SendAsync(request, status);
            End(request, Ok, "");
        }
        else
        {
            End(request, NotFound, "Service not found.");
        }
    }

    private byte? StatusOf(string service) =>
        StatusReport.Of(facts, service, _judge.RecoverableFirst) is { } node ? _judge.IsServing(node.Event) ? Serving : NotServing : null;

    private async Task WatchAsync(HttpContext request, string service)
    {
        byte last = 0;
        try
        {
            while (true)
            {
                // Looked at first, so that the last word before the end is NOT_SERVING.
                bool isStopping = facts.Phase.Status == ComponentStatus.Stopping;
                byte status = StatusOf(service) ?? ServiceUnknown;
                if (status != last)
                {
                    await SendAsync(request, last = status);
                }

                if (isStopping)
                {
                    End(request, Cancelled, "Server shutting down.");
                    return;
                }

                await Task.Delay(WatchInterval, facts.Time, request.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContext request)
    {
        using var body = new MemoryStream();
        await request.Request.Body.CopyToAsync(body, request.RequestAborted);
        return body.ToArray();
    }

    private static async Task SendAsync(HttpContext request, byte status)
    {
        byte[] message = new byte[7];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 2);
        message[5] = 0x08;
        message[6] = status;
        await request.Response.Body.WriteAsync(message, request.RequestAborted);
        await request.Response.Body.FlushAsync(request.RequestAborted);
    }

    private static void End(HttpContext request, int code, string message)
    {
        request.Response.AppendTrailer("grpc-status", code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Response.AppendTrailer("grpc-message", message);
    }
}
