using System.Text;
using HotPath.Components.Processors.Redaction;

namespace HotPath.Components.Tests.Processors.Redaction;

public sealed class UrlClustersTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/", "/")]
    [InlineData("/api/users", "/api/users")]
    [InlineData("/api/users/12345", "/api/users/*")]
    [InlineData("/api/users/123/posts/456", "/api/users/*/posts/*")]
    [InlineData("/api/users/123e4567-e89b-12d3-a456-426614174000", "/api/users/*")]
    [InlineData("/api/users?id=123&name=john", "/api/users")]
    [InlineData("/api/users/42?id=123", "/api/users/*")]
    [InlineData("/api/users#42", "/api/users")]
    [InlineData("/v1/products", "/v1/products")]
    [InlineData("/v12/products", "/*/products")]
    [InlineData("/a//b/", "/a//b/")]
    [InlineData("/users/qzxkvjwq/orders", "/users/*/orders")]
    [InlineData("/Order-Items/user_name.json", "/Order-Items/user_name.json")]
    [InlineData("GET /users/42", "GET /users/*")]
    [InlineData("operation-123", "*")]
    [InlineData("/日本", "/*")]
    [InlineData("?a=b", "")]
    [InlineData("/qzxkvjwq?a", "/qzxkvjwq")]
    [InlineData("/a/b/c/d/e/f/g/h/i/j/k", "/a/b/c/d/e/f/g/h/i")]
    [InlineData("/a/b/c/d/e/f/g/h/77/j/k", "/a/b/c/d/e/f/g/h/**")]
    [InlineData("https://example.com/users/42", "*//example.com/users/*")]
    public void Write_APath_KeepsWhatARouteIsMadeOf(string path, string expected)
    {
        byte[] url = Encoding.UTF8.GetBytes(path);
        var into = new byte[url.Length];
        Encoding.UTF8.GetString(into.AsSpan(0, UrlClusters.Write(url, into))).ShouldBe(expected);
    }

    [Fact]
    public void IsWord_OfWordsThatRoutesAreMadeOf_IsTrue() =>
        ("users orders products cart checkout health status api login signup profile settings search items payments invoices "
            + "customers admin dashboard reports files upload download images static assets oauth token session events messages "
            + "comments posts articles tags categories reviews config version info internal public projects issues branches releases "
            + "jobs tasks queues topics subscriptions billing limits regions clusters nodes pods services deployments namespaces "
            + "secrets volumes backups export import batch live ready")
        .Split(' ').Where(word => !LetterPairs.IsWord(Encoding.UTF8.GetBytes(word))).ShouldBeEmpty();

    [Fact]
    public void IsWord_OfRandomLetters_IsMostlyFalse()
    {
        var random = new Random(7);
        Enumerable.Range(0, 1000).Count(_ => LetterPairs.IsWord(Letters(random))).ShouldBeLessThan(150);
    }

    private static byte[] Letters(Random random) => [.. Enumerable.Range(0, 12).Select(_ => (byte)('a' + random.Next(26)))];
}
