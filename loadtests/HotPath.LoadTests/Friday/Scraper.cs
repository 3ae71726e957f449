using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HotPath.LoadTests.Friday;

/// <summary>
/// Prometheus, scraping both tiers each second, with the alert rules that operators are given, their periods cut to the day's length.
/// </summary>
internal sealed partial class Scraper : IAsyncDisposable
{
    /// <summary>The program, as Debian names it.</summary>
    public const string Program = "prometheus";

    /// <summary>Of the day, so much stands for the minutes of a rule's <c>for</c>.</summary>
    private const double PartOfTheDay = 0.02;
    private const string Range = "15s";

    private readonly Tier _tier;
    private readonly HttpClient _http;

    private Scraper(Tier tier, int port)
    {
        _tier = tier;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(2) };
    }

    /// <summary>Starts it.</summary>
    /// <param name="options">The day.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="targets">Each tier's name and the port of its metrics.</param>
    public static Scraper Start(FridayOptions options, int port, params (string Name, int Port)[] targets)
    {
        string rules = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Friday", "hotpath.rules.yaml"));
        string held = string.Create(CultureInfo.InvariantCulture, $"for: {Math.Max(1, (int)(options.Day * PartOfTheDay).TotalSeconds)}s");
        rules = Minutes().Replace(For().Replace(rules, held), $"[{Range}]");
        File.WriteAllText(Path.Combine(options.Folder, "rules.yaml"), rules);
        string jobs = string.Concat(targets.Select(target => $$"""

              - {job_name: {{target.Name}}, static_configs: [{targets: ["127.0.0.1:{{target.Port}}"]}]}
            """));
        string config = Path.Combine(options.Folder, "prometheus.yaml");
        File.WriteAllText(config, $$"""
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yaml]
            scrape_configs:{{jobs}}
            """);
        var tier = Tier.Start(
            "scraper", options.Folder, Program, $"--config.file={config}", $"--storage.tsdb.path={options.Folder}/series",
            $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn");
        return new Scraper(tier, port);
    }

    /// <summary>How often it was started again.</summary>
    public int Restarts => _tier.Restarts;

    /// <summary>Ends it; its supervisor starts it again.</summary>
    public Task EndAsync() => _tier.SignalAsync("TERM");

    /// <summary>What the rules see now: «gateway: HotPathRefusing, firing». Null while it does not answer.</summary>
    public async Task<IReadOnlyList<string>?> AlertsAsync()
    {
        try
        {
            using JsonDocument? answer = await _http.GetFromJsonAsync<JsonDocument>("/api/v1/alerts");
            return
            [
                .. answer!.RootElement.GetProperty("data").GetProperty("alerts").EnumerateArray()
                    .Select(alert => (Labels: alert.GetProperty("labels"), State: alert.GetProperty("state").GetString()))
                    .Select(alert => $"{Label(alert.Labels, "job")}: {Label(alert.Labels, "alertname")}, {alert.State}")
                    .Distinct().Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception away) when (away is HttpRequestException or SocketException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tier.DisposeAsync();
        _http.Dispose();
    }

    private static string Label(JsonElement labels, string name) =>
        labels.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    [GeneratedRegex(@"\bfor: [0-9]+[smh]")]
    private static partial Regex For();

    [GeneratedRegex(@"\[[0-9]+m\]")]
    private static partial Regex Minutes();
}
