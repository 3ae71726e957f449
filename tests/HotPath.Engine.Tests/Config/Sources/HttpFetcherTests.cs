using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HotPath.Engine.Config;
using HotPath.Engine.Config.Sources;
using HotPath.Testing;
using HotPath.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace HotPath.Engine.Tests.Config.Sources;

public class HttpFetcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Less than a client keeps a connection that nobody uses: a read that waits on one ends with it, a minute late.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(45);

    private static (byte[]? Content, string? Fault) Get(string url, TimeSpan? timeout = null) =>
        new HttpFetcher(timeout ?? Patience, TimeProvider.System).Get(url);

    [Fact]
    public async Task Compose_AUrl_IsReadWithLinesOfItsOwnAndMerges()
    {
        await using ConfigServer server = await ConfigServer.StartAsync(static c => c.Response.WriteAsync("a: 1\nb:\n  c: [x, y]\n"));
        var errors = new ConfigErrors();

        ConfigNode root = Read.Sources(errors, [$"{server.Url}/conf.yaml?token=geheim", "yaml:a: 2"], []);

        errors.Errors.ShouldBeEmpty();
        Read.Shown(root).ShouldBe("{a: 2, b: {c: ['x', 'y']}}");
        root["b"]!["c"]!.Position.ShouldBe(new ConfigPosition($"{server.Url}/conf.yaml?…", 3, 6));
    }

    [Fact]
    public async Task Compose_AReferenceToAUrl_BringsWhatItHolds()
    {
        await using ConfigServer server = await ConfigServer.StartAsync(static c => c.Response.WriteAsync("{x: 7}"));
        Read.Shown(Read.Good($"a: ${{{server.Url}/part}}")).ShouldBe("{a: {x: 7}}");
    }

    [Fact]
    public async Task Get_ARedirect_IsFollowed()
    {
        await using ConfigServer server = await ConfigServer.StartAsync(static async c =>
        {
            if (c.Request.Path == "/old")
            {
                c.Response.Redirect("/new");
                return;
            }

            await c.Response.WriteAsync("new: true");
        });
        Encoding.UTF8.GetString(Get(server.Url + "/old").Content!).ShouldBe("new: true");
    }

    [Fact]
    public async Task Get_RedirectsWithoutEnd_AreGivenUp()
    {
        int requests = 0;
        await using ConfigServer server = await ConfigServer.StartAsync(c =>
        {
            requests++;
            c.Response.Redirect("/again");
            return Task.CompletedTask;
        });

        Get(server.Url).Fault!.ShouldEndWith("the server answers 302, and only 200 brings a configuration");
        requests.ShouldBe(11);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Get_AnotherStatusThan200_IsAnError(int status)
    {
        await using ConfigServer server = await ConfigServer.StartAsync(c =>
        {
            c.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        Get(server.Url + "/x").Fault.ShouldBe(
            $"cannot fetch {server.Url}/x: the server answers {status}, and only 200 brings a configuration");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Get_AtTheLimitOfSize_IsTakenAndAboveItRefused(int more, bool isTaken)
    {
        // Chunked, so that no length warns of it.
        await using ConfigServer server = await ConfigServer.StartAsync(
            async c => await c.Response.Body.WriteAsync(new byte[ConfigLimits.MaxSourceBytes + more]));

        (byte[]? content, string? fault) = Get(server.Url);

        content?.Length.ShouldBe(ConfigLimits.MaxSourceBytes);
        (fault is null).ShouldBe(isTaken);
        fault?.ShouldEndWith("it is larger than 4 MiB");
    }

    [Fact]
    public async Task Get_Gzip_IsDecompressed()
    {
        await using ConfigServer server = await ConfigServer.StartAsync(static async c =>
        {
            c.Response.Headers.ContentEncoding = c.Request.Headers.AcceptEncoding;
            await using var gzip = new GZipStream(c.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync("a: 1"u8.ToArray());
        });
        Encoding.UTF8.GetString(Get(server.Url).Content!).ShouldBe("a: 1");
    }

    [Fact]
    public async Task Get_NoWholeAnswerInTime_IsAnError()
    {
        await using ConfigServer server = await ConfigServer.StartAsync(static async c =>
        {
            await c.Response.WriteAsync("a: ");
            await c.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, c.RequestAborted);
        });
        Get(server.Url, TimeSpan.FromSeconds(0.2)).Fault!.ShouldEndWith("no whole answer within 0.2 seconds");
    }

    [Fact]
    public async Task Get_TimeIsOverBeforeTheBodyEnds_IsAnErrorAndNotHalfAConfiguration()
    {
        const int Pieces = 100;
        var clock = new FakeClock();
        await using ConfigServer server = await ConfigServer.StartAsync(async c =>
        {
            for (int sent = 1; sent <= 2 * Pieces; sent++)
            {
                await c.Response.WriteAsync("a", c.RequestAborted);
                await c.Response.Body.FlushAsync(c.RequestAborted);
                clock.Advance(sent == Pieces ? Patience : TimeSpan.Zero);
            }
        });

        // Where the reader is when the time is over, nobody decides.
        for (int i = 0; i < 20; i++)
        {
            (byte[]? content, string? fault) = await Task.Run(() => new HttpFetcher(Patience, clock).Get(server.Url)).WaitAsync(Hang);
            fault.ShouldNotBeNull($"{content?.Length} of {2 * Pieces} bytes were taken for all").ShouldEndWith(
                "no whole answer within 60 seconds");
        }
    }

    [Fact]
    public async Task Get_UserAndPasswordInTheUrl_AreSentAndNeverShown()
    {
        string? sent = null;
        await using ConfigServer server = await ConfigServer.StartAsync(c =>
        {
            sent = c.Request.Headers.Authorization;
            c.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        string url = server.Url.Replace("://", "://me:geheim@", StringComparison.Ordinal);
        var errors = new ConfigErrors();

        Read.Sources(errors, [url], []);

        sent.ShouldBe("Basic " + Convert.ToBase64String("me:geheim"u8));
        string error = errors.Errors.ShouldHaveSingleItem().ToString();
        error.ShouldContain("http://…@127.0.0.1:");
        error.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task Get_ACertificateThatNobodyTrusts_IsAnError()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1000));
        await using ConfigServer server = await ConfigServer.StartAsync(static c => c.Response.WriteAsync("a: 1"), certificate);

        server.Url.ShouldStartWith("https://");
        Get(server.Url).Fault!.ShouldContain("certificate");
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/x", "cannot fetch http://127.0.0.1:1/x: ")]
    [InlineData("http:///x", "'http:///x' is not a URL")]
    [InlineData("https:x", "'https:x' is not a URL")]
    public void Get_NothingThere_SaysSo(string url, string fault) => Get(url).Fault!.ShouldStartWith(fault);
}
