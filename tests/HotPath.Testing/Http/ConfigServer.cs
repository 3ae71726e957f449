using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotPath.Testing.Http;

/// <summary>A web server on loopback whose one answer a test writes: for configurations that are fetched.</summary>
public sealed class ConfigServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConfigServer(WebApplication app) => _app = app;

    /// <summary><c>http://127.0.0.1:port</c>, or https with a certificate.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Starts it.</summary>
    public static async Task<ConfigServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate, static https => https.HandshakeTimeout = TimeSpan.FromSeconds(60));
            }
        }));
        var server = new ConfigServer(builder.Build());
        server._app.Run(answer);
        await server._app.StartAsync();
        server.Url = server._app.Urls.Single();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
