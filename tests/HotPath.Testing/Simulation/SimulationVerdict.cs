using HotPath.Engine.Telemetry;

namespace HotPath.Testing.Simulation;

/// <summary>What must hold when a simulated process has stopped, whatever happened in it.</summary>
internal sealed class SimulationVerdict(SimulatedWorld world, SimulatedGateway gateway, SimulatedOperator reloads)
{
    private readonly Ledger _ledger = gateway.Path.Ledger;
    private readonly SimulatedDelivery[] _deliveries = [.. world.OfThisLife];

    /// <summary>Throws if something does not hold.</summary>
    public void Check()
    {
        Require(world.Violations.Count == 0, world.Violations.FirstOrDefault() ?? "");
        Require(_ledger.Balances, "the ledger does not balance");
        Require(gateway.Path.OutstandingBatches == 0, $"{gateway.Path.OutstandingBatches} batches are still held");
        Require(gateway.Path.Slabs.OutstandingLeases == 0, $"{gateway.Path.Slabs.OutstandingLeases} leases are still out");
        Require(gateway.Path.Budget.ChargedBytes == 0, $"{gateway.Path.Budget.ChargedBytes} bytes are still charged");
        CheckSenders();
        foreach (string exporter in SimulatedWorld.Exporters)
        {
            EdgeLedger[] edges = [.. _ledger.Edges.Where(edge => edge.Exporter == exporter)];
            CheckEdges(exporter, edges);
            CheckTaken(exporter, edges);
            CheckDisk(exporter, edges);
        }

        if (!reloads.WasLate && _deliveries.All(static delivery => delivery.Plan.RefusesWhole))
        {
            CheckOffered();
        }
    }

    private void Require(bool holds, string what) => SimulationException.ThrowUnless(holds, $"{what}\n{_ledger}");

    private void CheckSenders()
    {
        SimulatedDelivery[] accepted = [.. _deliveries.Where(static delivery => delivery.IsAccepted == true)];
        Require(Array.TrueForAll(_deliveries, static delivery => delivery.IsAccepted is not null), "a sender was never answered");
        Require(
            _ledger.Receivers.Sum(static receiver => receiver.AcceptedItems) == accepted.Length,
            $"senders were told that {accepted.Length} items were taken");
        foreach ((string exporter, SimulatedBackend backend) in world.Backends)
        {
            var taken = backend.Taken.Select(static one => one.Item).ToHashSet();
            Require(
                Array.TrueForAll(accepted, delivery => !delivery.Plan.Answers(exporter) || taken.Contains(delivery.Item)),
                $"a sender was told OK of items that {exporter} has not taken");
            SimulatedDelivery[] refused =
            [
                .. _deliveries.Where(
                    delivery => delivery is { IsAccepted: false, Plan.RefusesWhole: true } && backend.Seen.Contains(delivery.Item)),
            ];
            Require(
                reloads.WasLate || refused.Length == 0,
                $"{refused.Length} items were refused, and sent on all the same, such as {refused.FirstOrDefault()?.Item}");
        }
    }

    /// <summary>What was lost is counted with a reason, and only disks hold anything.</summary>
    private void CheckEdges(string exporter, EdgeLedger[] edges)
    {
        foreach (EdgeLedger edge in edges)
        {
            bool isSettled = edge.Queued == 0 || (edge.Queued > 0 && reloads.EverOnDisk.Contains(exporter));
            Require(edge.InFlight == 0 && isSettled, $"items to {exporter} are unsettled");
            Require(
                edge.FailedByReason.Total == edge.Failed && edge.EnqueueFailedByReason.Total == edge.EnqueueFailed,
                $"something to {exporter} was lost without a reason");
        }
    }

    /// <summary>
    /// What this process sent was taken once, and is counted; but for what a queue on disk had sent in part when a reload took it away.
    /// </summary>
    private void CheckTaken(string exporter, EdgeLedger[] edges)
    {
        SimulatedItem[] taken = world.TakenBy(exporter);
        int different = taken.Distinct().Count();
        bool mayRepeat = reloads.HasPrepared && reloads.EverOnDisk.Contains(exporter) && world.Backends[exporter].MaySplit;
        Require(
            different == taken.Length || mayRepeat, $"{exporter}: {taken.Length - different} items were sent again after they were taken");
        Require(edges.Sum(static edge => edge.Sent + edge.Rejected) == taken.Length, $"{exporter} took {taken.Length} items");
        if (reloads.HasPrepared || !gateway.Plan.IsOrdered || world.Disk is { MayFail: true })
        {
            return;
        }

        IEnumerable<SimulatedItem> own = taken.Where(item => world.DeliveryOf(item)?.Life == world.Life);
        foreach (IGrouping<int, SimulatedItem> ofSender in own.GroupBy(static item => item.Sender))
        {
            int[] numbers = [.. ofSender.Select(static item => item.Number)];
            Require(
                numbers.SequenceEqual(numbers.Order()),
                $"{exporter}: the items of sender {ofSender.Key} came as {string.Join(' ', numbers)}");
        }
    }

    /// <summary>A process finds on the disk what the last one left there; more, if that had sent a part of a batch.</summary>
    private void CheckDisk(string exporter, EdgeLedger[] edges)
    {
        if (!reloads.EverOnDisk.Contains(exporter))
        {
            return;
        }

        long found = edges.Sum(static edge => edge.Recovered);
        bool isKnown = world.LeftOnDisk.TryGetValue(exporter, out long left);
        Require(
            !isKnown || world.Disk!.MayFail || found == left || (found > left && world.Backends[exporter].MaySplit),
            $"{exporter}: {left} items were left on the disk, and {found} found");
        world.LeftOnDisk[exporter] = edges.Sum(static edge => edge.Queued);
    }

    /// <summary>Every exporter of a plan was offered all that the plan took, unless it is counted on the way.</summary>
    private void CheckOffered()
    {
        long lostBefore = _ledger.Pipelines.Sum(static pipeline => pipeline.Dropped)
            + _ledger.Edges.Where(static edge => !edge.Exporter.StartsWith("test/", StringComparison.Ordinal))
                .Sum(static edge => edge.EnqueueFailed);
        foreach (string exporter in SimulatedWorld.Exporters)
        {
            long expected = _deliveries.Count(d => d.IsAccepted == true && d.Plan.RouteTo(exporter) is not null);
            long offered = _ledger.Edges.Where(edge => edge.Exporter == exporter)
                .Sum(static edge => edge.Enqueued - edge.Recovered + edge.EnqueueFailed);
            Require(
                offered <= expected && offered >= expected - lostBefore,
                $"{exporter} was offered {offered} of {expected} items, and {lostBefore} are counted as lost before");
        }

        foreach (PipelineLedger pipeline in _ledger.Pipelines)
        {
            long entered = _deliveries.Count(d => d.IsAccepted == true && d.Plan.Routes.Any(route => route.In == pipeline.Pipeline));
            Require(
                pipeline.Pipeline == "traces/out" || pipeline.Accepted == entered,
                $"pipeline {pipeline.Pipeline} has {pipeline.Accepted} items, of {entered}");
        }
    }
}
