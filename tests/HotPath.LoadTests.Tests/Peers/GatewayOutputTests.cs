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
    public void Ledger_ThatDoesNotBalance_IsTold() => GatewayOutput.LedgerBalances("THE LEDGER DOES NOT BALANCE").ShouldBe(false);

    [Fact]
    public void Output_OfAnotherProgram_TellsNothing()
    {
        GatewayOutput.AllocatedBytes("nginx").ShouldBeNull();
        GatewayOutput.LedgerBalances("nginx").ShouldBeNull();
        GatewayOutput.Ledger("nginx").ShouldBeEmpty();
    }
}
