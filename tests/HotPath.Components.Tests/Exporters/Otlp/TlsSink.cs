using System.Net;
using System.Security.Cryptography.X509Certificates;
using HotPath.Testing.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>A backend behind TLS that takes everything, and remembers who called it and how.</summary>
internal sealed class TlsSink : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TlsSink(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public byte[]? Request { get; private set; }

    public string? Host { get; private set; }

    public string? Protocol { get; private set; }

    public string? ClientName { get; private set; }

    public static async Task<TlsSink> StartAsync(X509Certificate2 certificate, bool wantsClient = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = wantsClient ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                https.ClientCertificateValidation = static (_, _, _) => true;
            });
        }));
        var sink = new TlsSink(builder.Build());
        sink._app.Run(sink.HandleAsync);
        await sink._app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Request = GrpcMessages.Unframe(body.ToArray()).Message;
        Host = context.Request.Host.Value;
        Protocol = context.Features.Get<ITlsHandshakeFeature>()!.Protocol.ToString();
        ClientName = context.Connection.ClientCertificate?.GetNameInfo(X509NameType.DnsName, false);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(GrpcMessages.Frame([]));
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
