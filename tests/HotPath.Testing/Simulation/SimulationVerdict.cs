using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Testing.Simulation;

/// <summary>What must hold when a simulated run has ended, whatever happened in it.</summary>
internal sealed class SimulationVerdict(
    SimulationPlan plan, DataPath path, IReadOnlyList<SimulatedSender> senders, IReadOnlyDictionary<string, SimulatedBackend> backends)
{
    /// <summary>Throws if something does not hold.</summary>
    public void Check()
    {
        Ledger ledger = path.Ledger;
        Require(ledger.Balances, $"the ledger does not balance\n{ledger}");
        Require(ledger.Unsettled == 0, $"items are unsettled\n{ledger}");
        Require(path.OutstandingBatches == 0, $"{path.OutstandingBatches} batches are still held");
        Require(path.Slabs.OutstandingLeases == 0, $"{path.Slabs.OutstandingLeases} leases are still out");
        Require(path.Budget.ChargedBytes == 0, $"{path.Budget.ChargedBytes} bytes are still charged");
        CheckSenders(ledger);
        foreach ((string pipeline, string[] exporters) in plan.Outputs)
        {
            Array.ForEach(exporters, exporter => CheckEdge(ledger, pipeline, exporter));
        }
    }

    private static void Require(bool holds, string what) => SimulationException.ThrowUnless(holds, what);

    private void CheckSenders(Ledger ledger)
    {
        long accepted = senders.Sum(static sender => sender.Accepted.Count);
        Require(
            ledger.Receivers.Sum(static receiver => receiver.AcceptedItems) == accepted,
                $"senders were told that {accepted} items were taken\n{ledger}");
        if (plan.AnswersWhenSent)
        {
            SimulatedBackend backend = backends.Values.Single();
            var taken = backend.Taken.ToHashSet();
            Require(senders.All(sender => sender.Accepted.TrueForAll(taken.Contains)),
                "a sender was told OK of items that the backend has not taken");
            return;
        }

        if (!plan.RefusesWhole)
        {
            return;
        }

        foreach (SimulatedBackend backend in backends.Values)
        {
            SimulatedItem[] refused = [.. senders.SelectMany(static sender => sender.Refused).Where(backend.Seen.Contains)];
            Require(refused.Length == 0,
                $"{refused.Length} items were refused, and sent on all the same, such as {refused.FirstOrDefault()}");
        }

        Require(plan.Outputs.All(output => PipelineOf(ledger, output.Pipeline).Accepted == accepted),
            $"a pipeline has other items than were taken\n{ledger}");
    }

    /// <summary>Every item that entered the pipeline was taken by the backend, once, or is counted with a reason.</summary>
    private void CheckEdge(Ledger ledger, string pipeline, string exporter)
    {
        PipelineLedger entered = PipelineOf(ledger, pipeline);
        EdgeLedger edge = ledger.Edges.Single(e => e.Pipeline == pipeline && e.Exporter == exporter);
        List<SimulatedItem> taken = backends[exporter].Taken;
        int different = taken.Distinct().Count();
        Require(different == taken.Count, $"{exporter}: {taken.Count - different} items were sent again after they were taken");
        Require(edge.Sent + edge.Rejected == taken.Count, $"{exporter} took {taken.Count} items\n{ledger}");
        long lost = edge.Failed + edge.EnqueueFailed + entered.Dropped;
        Require(entered.Accepted == different + lost, $"{entered.Accepted} items, {different} taken, {lost} counted as lost\n{ledger}");
        Require(
            edge.FailedByReason.Total == edge.Failed && edge.EnqueueFailedByReason.Total == edge.EnqueueFailed
                && entered.DroppedByReason.Total == entered.Dropped,
            $"something was lost without a reason\n{ledger}");
        if (plan.IsOrdered)
        {
            foreach (IGrouping<int, SimulatedItem> ofSender in taken.GroupBy(static item => item.Sender))
            {
                int[] numbers = [.. ofSender.Select(static item => item.Number)];
                Require(numbers.SequenceEqual(numbers.Order()),
                    $"{exporter}: the items of sender {ofSender.Key} came as {string.Join(' ', numbers)}");
            }
        }
    }

    private static PipelineLedger PipelineOf(Ledger ledger, string id) => ledger.Pipelines.Single(pipeline => pipeline.Pipeline == id);
}
