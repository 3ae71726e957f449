using HotPath.Components.Receivers.Otlp;

namespace HotPath.Hosting.Tests.Http;

public sealed class CorsTests
{
    private static readonly CorsPlan Plan = new(["https://*.example.com"], ["content-type", "x-team"], ["X-One", "X-Two"], 600);

    [Fact]
    public async Task Preflight_OfAnAllowedPage_IsAnsweredWithPermission()
    {
        HttpReply reply = await PreflightAsync(Plan, "https://app.example.com", "POST", "content-type,x-team");

        (reply.Status, reply.Body.Length).ShouldBe((204, 0));
        reply.Headers["access-control-allow-origin"].ShouldBe("https://app.example.com");
        reply.Headers["access-control-allow-methods"].ShouldBe("POST");
        reply.Headers["access-control-allow-headers"].ShouldBe("content-type,x-team");
        reply.Headers["access-control-allow-credentials"].ShouldBe("true");
        reply.Headers["access-control-max-age"].ShouldBe("600");
        reply.Headers["vary"].ShouldBe("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    }

    [Theory]
    [InlineData("https://example.org", "POST", "content-type")]
    [InlineData("http://app.example.com", "POST", "content-type")]
    [InlineData("https://app.example.com", "DELETE", "content-type")]
    [InlineData("https://app.example.com", "POST", "x-other")]
    public async Task Preflight_OfAnythingElse_GetsNoPermission(string origin, string method, string headers)
    {
        HttpReply reply = await PreflightAsync(Plan, origin, method, headers);

        reply.Status.ShouldBe(204);
        reply.Headers.Keys.ShouldNotContain("access-control-allow-origin");
    }

    [Fact]
    public async Task Preflight_UnderWildcards_IsAllowedForAll()
    {
        HttpReply reply = await PreflightAsync(new CorsPlan(["*"], ["*"], [], 0), "https://anyone", "POST", "x-whatever");

        reply.Headers["access-control-allow-origin"].ShouldBe("*");
        reply.Headers["access-control-allow-headers"].ShouldBe("x-whatever");
        reply.Headers.Keys.ShouldNotContain("access-control-max-age");
    }

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://example.org", false)]
    public async Task Post_OfAPage_IsServedAndMarked(string origin, bool allowed)
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Cors = Plan });
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces") { Content = HttpRig.Body([1, 2, 3]) };
        request.Headers.Add("Origin", origin);

        HttpReply reply = await rig.SendAsync(request);

        reply.ShouldBeSuccess();
        reply.Headers["vary"].ShouldBe("Origin");
        reply.Headers.GetValueOrDefault("access-control-allow-origin").ShouldBe(allowed ? origin : null);
        reply.Headers.GetValueOrDefault("access-control-expose-headers").ShouldBe(allowed ? "X-One, X-Two" : null);
    }

    private static async Task<HttpReply> PreflightAsync(CorsPlan plan, string origin, string method, string headers)
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Cors = plan });
        var request = new HttpRequestMessage(HttpMethod.Options, "/v1/traces");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", headers);
        return await rig.SendAsync(request);
    }
}
