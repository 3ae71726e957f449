using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Scenarios;

/// <summary>Puts a round together out of what was read while its program ran and what it said when it stopped.</summary>
internal static class RoundBuilder
{
    /// <summary>Makes a round.</summary>
    /// <param name="scenario">Whose it is.</param>
    /// <param name="peer">The program, stopped.</param>
    /// <param name="reading">The measured stretch.</param>
    /// <param name="senders">All that sent to it in its life.</param>
    /// <param name="delivered">Spans delivered in its life.</param>
    public static Round Build(Scenario scenario, Peer peer, Reading reading, IReadOnlyList<SenderCounts> senders, long delivered)
    {
        double requests = Math.Max(1, senders.Sum(sender => sender.Ok));
        long? allocated = GatewayOutput.AllocatedBytes(peer.Output);
        long spans = scenario.Subject.SendsNothing ? reading.Acknowledged : reading.Spans;
        return new Round(
            peer.Name,
            reading.CpuNanoseconds / Math.Max(1.0, spans),
            reading.CpuNanoseconds / (reading.Seconds * 1e9),
            spans / reading.Seconds,
            reading.Bytes / reading.Seconds / 1e6,
            reading.PeakResidentBytes)
        {
            Ok = senders.Sum(sender => sender.Ok),
            Refused = senders.Sum(sender => sender.Refused),
            RefusedWithoutDelay = senders.Sum(sender => sender.RefusedWithoutDelay),
            Failed = senders.Sum(sender => sender.Failed),
            FirstRefusal = senders.Select(sender => sender.FirstRefusal).FirstOrDefault(text => text is not null),
            CpuNanosecondsPerAcknowledgedSpan = reading.CpuNanoseconds / Math.Max(1.0, reading.Acknowledged),
            LostSpans = senders.Sum(sender => sender.OkSpans) - delivered - GatewayOutput.DroppedByProcessors(peer.Output)
                - GatewayOutput.SentToNop(peer.Output),
            AllocatedBytesPerRequest = allocated / requests,
            AllocatedBytesPerSpan = allocated / requests / scenario.SpansPerRequest,
            LedgerBalances = GatewayOutput.LedgerBalances(peer.Output),
            Ledger = GatewayOutput.Ledger(peer.Output),
        };
    }

    /// <summary>One line for whoever waits.</summary>
    public static string Line(Round round) =>
        $"{round.Peer}: {round.CpuNanosecondsPerSpan:F0} CPU-ns a span, {round.SpansPerSecond:F0} spans/s, {round.CoreShare:P0} of a core, "
        + $"{round.PeakResidentBytes >> 20} MiB{(round.FirstRefusal is { } refusal ? $", not OK: {refusal}" : "")}";
}
