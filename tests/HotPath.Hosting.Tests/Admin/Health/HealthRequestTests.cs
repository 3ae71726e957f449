using HotPath.Hosting.Admin.Health;

namespace HotPath.Hosting.Tests.Admin.Health;

public sealed class HealthRequestTests
{
    [Theory]
    [InlineData("0000000000", "")]
    [InlineData("000000000A0A08747261636573" + "2F32", "traces/2")]
    [InlineData("00000000020A00", "")]
    public void Parse_Message_IsTheName(string hex, string service) => HealthRequest.Parse(Convert.FromHexString(hex)).ShouldBe(service);

    [Theory]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("0100000000")]
    [InlineData("0000000001")]
    [InlineData("000000000000")]
    [InlineData("00000000030A0561")]
    [InlineData("0000000002" + "1200")]
    [InlineData("00000000020A80")]
    public void Parse_AnythingElse_IsNone(string hex) => HealthRequest.Parse(Convert.FromHexString(hex)).ShouldBeNull();
}
