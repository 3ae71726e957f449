using HotPath.Gateway.Tests.Faults;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>The executable's page of metrics.</summary>
internal static class GatewayMetrics
{
    /// <summary>The page as it is now.</summary>
    public static async Task<string> ScrapeAsync(this GatewayProcess gateway)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri($"http://{gateway.MetricsEndpoint}/metrics"));
    }

    /// <summary>
    /// Waits until each of these is a line of the page, all at once: a sender and a backend are through with a request before it is
    /// counted.
    /// </summary>
    public static Task ShouldShowAsync(this GatewayProcess gateway, params IReadOnlyList<string> lines) =>
        Eventually.HoldsAsync(async () =>
        {
            string page = await gateway.ScrapeAsync();
            string[] missing = [.. lines.Except(page.Split('\n'))];
            return (missing.Length == 0, $"not on the page:\n{string.Join('\n', missing)}\nbut:\n{page}");
        });
}
