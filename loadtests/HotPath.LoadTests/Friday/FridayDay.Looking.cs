using System.Diagnostics;
using System.Globalization;

namespace HotPath.LoadTests.Friday;

/// <summary>What is seen of the day, and what must hold at its end.</summary>
internal sealed partial class FridayDay
{
    private const double Mebibyte = 1 << 20;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun);

    private async Task<FridayView> ShowAsync(bool isOver = false)
    {
        IReadOnlyList<string>? alerts = _scraper is null || isOver ? null : await _scraper.AlertsAsync();
        string[] firing = [.. alerts?.Where(alert => alert.EndsWith(", firing", StringComparison.Ordinal)) ?? _firing];
        firing.Except(_firing).ToList().ForEach(alert => Headline($"alert: {alert}"));
        _firing = firing;
        var view = new FridayView
        {
            Elapsed = Elapsed,
            Day = _options.Day,
            Headlines = [.. _headlines],
            Tiers = [View(_agent, FridayOptions.AgentLimitMebibytes), View(_gateway, FridayOptions.GatewayLimitMebibytes)],
            Senders = [View("the agent", _toAgent), View("the gateway", _toGateway)],
            Alerts = alerts,
            Items = _tally.Count(),
            IsOver = isOver,
        };
        _options.Write(FridayScreen.Draw(view), true);
        return view;
    }

    private static TierView View(Tier tier, int limit) =>
        new(tier.Name, tier.ResidentBytes / Mebibyte, tier.PeakResidentBytes / Mebibyte, limit, tier.Restarts);

    private static SenderView View(string name, SdkFleet fleet) => new(
        name, fleet.ItemsPerSecond, fleet.Waiting, fleet.Refusals, fleet.RefusalsWithoutDelay, fleet.Delays, fleet.NotMade,
        fleet.RefusedForGood);

    private void Headline(string headline)
    {
        string line = $"{Elapsed.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)}  {headline}";
        _headlines.Add(line);
        _options.Write(line, false);
    }

    private async Task EndAsync()
    {
        TallyCounts items = _tally.Count();
        Fault(items.Missing > 0, $"{items.Missing} of {items.Acknowledged} acknowledged items did not arrive");
        Fault(items.Acknowledged == 0, $"nothing was acknowledged: {_toAgent.LastFault}");
        Fault(_backend.Broken is not null, $"the backend got a broken message: {_backend.Broken}");
        Fault(_gateway.Restarts != 1, $"the gateway was killed once and started again {_gateway.Restarts} times; see {_gateway.Log}");
        Fault(_agent.Restarts != 0, $"the agent was started again {_agent.Restarts} times; see {_agent.Log}");
        foreach (SdkFleet fleet in new[] { _toAgent, _toGateway })
        {
            Fault(fleet.RefusalsWithoutDelay > 0, $"{fleet.RefusalsWithoutDelay} refusals named no delay");
            Fault(fleet.RefusedForGood > 0, $"{fleet.RefusedForGood} items were refused for good");
        }

        await _agent.StopAsync();
        await _gateway.StopAsync();
        foreach (Tier tier in new[] { _agent, _gateway })
        {
            string balance = tier.LedgerBalances switch { true => "balances", false => "DOES NOT BALANCE", null => "is not told" };
            Headline($"the {tier.Name}'s own ledger {balance}");
            Fault(tier.LedgerBalances == false, $"the {tier.Name}'s ledger does not balance; see {tier.Log}");
        }

        FaultMemory(_agent, FridayOptions.AgentLimitMebibytes);
        FaultMemory(_gateway, FridayOptions.GatewayLimitMebibytes);
    }

    private void FaultMemory(Tier tier, int limit) => Fault(
        tier.PeakResidentBytes > limit * Mebibyte,
        $"the {tier.Name} held {tier.PeakResidentBytes / Mebibyte:0} MiB with limit_mib {limit}");

    private void Fault(bool isOne, string what)
    {
        if (isOne)
        {
            _faults.Add(what);
        }
    }
}
