using System.Diagnostics;

namespace HotPath.LoadTests.Friday;

/// <summary>
/// A bad day of three tiers, with real processes: applications send to an agent and to its gateway, the gateway sends to a backend,
/// Prometheus watches. Traffic doubles, the backend stalls, somebody deploys a broken configuration, the gateway is killed, the scraper
/// restarts. In the end every item that was acknowledged must have arrived.
/// </summary>
internal sealed partial class FridayDay : IAsyncDisposable
{
    private const double Evening = 0.9;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly FridayOptions _options;
    private readonly DayPorts _ports = DayPorts.Find();
    private readonly Tally _tally = new();
    private readonly List<string> _headlines = [];
    private readonly List<string> _faults = [];
    private string[] _firing = [];
    private long _begun = Stopwatch.GetTimestamp();
    private readonly SdkFleet _toAgent;
    private readonly SdkFleet _toGateway;
    private FridayBackend _backend = null!;
    private Tier _agent = null!;
    private Tier _gateway = null!;
    private Scraper? _scraper;

    private FridayDay(FridayOptions options)
    {
        _options = options;
        _toAgent = new SdkFleet(_ports.Agent, _tally);
        _toGateway = new SdkFleet(_ports.Gateway, _tally);
        SetPace(1);
    }

    /// <summary>Plays the day.</summary>
    public static async Task<FridayResult> PlayAsync(FridayOptions options)
    {
        await using var day = new FridayDay(options);
        await day.BeginAsync();
        return await day.PlayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _toAgent.Dispose();
        _toGateway.Dispose();
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { _agent, _gateway, _scraper, _backend })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private async Task BeginAsync()
    {
        TierConfig.WriteAgent(_options, _ports);
        TierConfig.WriteGateway(_options, _ports);
        _backend = await FridayBackend.StartAsync(_ports.Backend, _tally);
        _gateway = Tier.Start("gateway", _options.Folder, TierConfig.Command(_options, "gateway"));
        _agent = Tier.Start("agent", _options.Folder, TierConfig.Command(_options, "agent"));
        if (Programs.IsThere(Scraper.Program))
        {
            _scraper = Scraper.Start(_options, _ports.Scraper, ("agent", _ports.AgentMetrics), ("gateway", _ports.GatewayMetrics));
        }
        else
        {
            Headline($"there is no {Scraper.Program} here (Debian: apt-get install prometheus), so nobody watches");
        }

        await Task.WhenAll(_gateway.WhenReadyAsync(), _agent.WhenReadyAsync());
        _begun = Stopwatch.GetTimestamp();
    }

    private async Task<FridayResult> PlayAsync()
    {
        using var evening = new CancellationTokenSource();
        using var night = new CancellationTokenSource();
        Task traffic = Task.WhenAll(_toAgent.RunAsync(evening.Token, night.Token), _toGateway.RunAsync(evening.Token, night.Token));
        foreach (Act act in Acts())
        {
            while (Elapsed < _options.At(act.At))
            {
                await ShowAsync();
                await Task.Delay(Look);
            }

            Headline(act.Headline);
            await act.PlayAsync();
        }

        await evening.CancelAsync();
        TimeSpan latest = Elapsed + _options.Patience;
        while ((!traffic.IsCompleted || _tally.Count().Missing > 0 || _gateway.Restarts == 0)
            && Elapsed < latest && _tally.Count().Acknowledged > 0)
        {
            await ShowAsync();
            await Task.Delay(Look);
        }

        await night.CancelAsync();
        await traffic;
        await EndAsync();
        FridayView last = await ShowAsync(isOver: true);
        return new FridayResult(last.Items, last, _faults);
    }

    private Act[] Acts() =>
    [
        new(0, "the day begins", () => Task.CompletedTask),
        new(0.10, "traffic doubles", () => Do(() => SetPace(2))),
        new(0.20, "the backend stalls", () => Do(_backend.Stall)),
        new(0.30, "a bad configuration is deployed to the gateway (SIGHUP)", DeployMistakeAsync),
        new(0.40, "it is taken back (SIGHUP)", TakeBackAsync),
        new(0.50, "the backend answers again", () => Do(_backend.Resume)),
        new(0.65, "the gateway is killed (SIGKILL)", () => _gateway.SignalAsync("KILL")),
        new(0.78, "the scraper is restarted", () => _scraper?.EndAsync() ?? Task.CompletedTask),
        new(Evening, "the applications stop; what is left is delivered", () => Task.CompletedTask),
    ];

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private async Task DeployMistakeAsync()
    {
        await File.AppendAllTextAsync(TierConfig.Overlay(_options, "gateway"), "\n" + TierConfig.Mistake + "\n");
        await _gateway.SignalAsync("HUP");
    }

    private async Task TakeBackAsync()
    {
        TierConfig.WriteGateway(_options, _ports);
        await _gateway.SignalAsync("HUP");
    }

    private void SetPace(int times)
    {
        // Three of four applications have an agent beside them.
        _toAgent.ItemsPerSecond = _options.ItemsPerSecond * times * 0.75;
        _toGateway.ItemsPerSecond = _options.ItemsPerSecond * times * 0.25;
    }
}
