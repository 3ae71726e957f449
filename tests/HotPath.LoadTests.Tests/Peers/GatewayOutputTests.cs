using HotPath.LoadTests.Peers;

namespace HotPath.LoadTests.Tests.Peers;

public sealed class GatewayOutputTests
{
    private const string Output =
        "T\tinfo\tEverything is ready.\t{\"x\": 1}\n"
        + "T\tinfo\treceiver otlp (traces, grpc): accepted 7 items in 1 requests, refused 0 requests of 0 bytes\t{\"x\": 1}\n"
        + "T\tinfo\tpipeline traces: accepted 7 = out 7 + dropped 0 + in flight 0\n"
        + "T\tinfo\tedge traces → otlp: enqueued 7 = sent 7 + rejected 0 + failed 0 + queued 0 + in flight 0\t{\"x\": 1}\n"
        + "T\tinfo\tthe ledger balances\t{\"x\": 1}\n"
        + "T\tinfo\tShutdown complete.\t{\"x\": 1, \"allocated_bytes\": 123456, \"gc_count\": 1}\n";

    [Fact]
    public void Output_OfAStoppedGateway_TellsItsLedgerAndAllocations()
    {
        GatewayOutput.AllocatedBytes(Output).ShouldBe(123_456);
        GatewayOutput.LedgerBalances(Output).ShouldBe(true);
        GatewayOutput.Ledger(Output).ShouldBe(
        [
            "receiver otlp (traces, grpc): accepted 7 items in 1 requests, refused 0 requests of 0 bytes",
            "pipeline traces: accepted 7 = out 7 + dropped 0 + in flight 0",
            "edge traces → otlp: enqueued 7 = sent 7 + rejected 0 + failed 0 + queued 0 + in flight 0",
        ]);
    }

    [Fact]
    public void Items_ThatProcessorsDroppedOrNopTook_AreTold()
    {
        const string output =
            "T\tinfo\treceiver otlp (traces, grpc): accepted 9 items in 1 requests, refused 1 requests of 5 bytes (sampled 7)\t{\"x\": 1}\n"
            + "T\tinfo\tpipeline traces: accepted 9 = out 2 + dropped 7 + in flight 0 (filtered 3, memory 1, sampled 3)\t{\"x\": 1}\n"
            + "T\tinfo\tedge traces → nop: enqueued 2 = sent 2 + rejected 0 + failed 0 + queued 0 + in flight 0; not enqueued 0\n";

        GatewayOutput.DroppedByProcessors(output).ShouldBe(6);
        GatewayOutput.SentToNop(output).ShouldBe(2);
        GatewayOutput.DroppedByProcessors(Output).ShouldBe(0);
        GatewayOutput.SentToNop(Output).ShouldBe(0);
    }

    [Fact]
    public void Ledger_ThatDoesNotBalance_IsTold() => GatewayOutput.LedgerBalances("THE LEDGER DOES NOT BALANCE").ShouldBe(false);

    [Fact]
    public void Output_OfAnotherProgram_TellsNothing()
    {
        GatewayOutput.AllocatedBytes("nginx").ShouldBeNull();
        GatewayOutput.LedgerBalances("nginx").ShouldBeNull();
        GatewayOutput.Ledger("nginx").ShouldBeEmpty();
    }

    [Fact]
    public void Storage_OfAQueueOnDisk_IsRead()
    {
        const string Output = """
            2026-11-22T08:00:00Z info storage Found batches of an earlier run in the queue's storage.	{"scan_ms": 1250, "directory": "/x"}
            2026-11-22T08:00:09Z info storage Closed the queue's storage.	{"groups": 20, "written_bytes": 4000, "directory": "/x"}
            """;
        GatewayOutput.ScanSeconds(Output).ShouldBe(1.25);
        GatewayOutput.StorageWrites(Output).ShouldBe((20, 4000));
        GatewayOutput.ScanSeconds("").ShouldBeNull();
        GatewayOutput.StorageWrites("").ShouldBeNull();
    }
}
