namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Assertions on what the executable prints, which show all of it when they fail: Shouldly shows its beginning only.</summary>
internal static class GatewayOutput
{
    /// <summary>A text is in what it has printed so far, in whatever case.</summary>
    public static void ShouldSay(this GatewayProcess gateway, string text)
    {
        string output = gateway.Output;
        output.Contains(text, StringComparison.OrdinalIgnoreCase).ShouldBeTrue($"\"{text}\" is not in what hotpath said:\n{output}");
    }

    /// <summary>A text is not.</summary>
    public static void ShouldNotSay(this GatewayProcess gateway, string text)
    {
        string output = gateway.Output;
        output.Contains(text, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"\"{text}\" is in what hotpath said:\n{output}");
    }

    /// <summary>Stops the gateway, which must have lost nothing.</summary>
    public static async Task ShouldBalanceAsync(this GatewayProcess gateway)
    {
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        gateway.ShouldSay("the ledger balances");
    }
}
