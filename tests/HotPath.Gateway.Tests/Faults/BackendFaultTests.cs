using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>
/// Backends that are slow, hang, reset, refuse, and answer garbage or half a response before they are well: everything that was
/// acknowledged
/// arrives, but for what a backend refuses for good, which is counted under its reason.
/// </summary>
public sealed class BackendFaultTests : IClassFixture<BackendFaultsGateway>
{
    private readonly BackendFaultsGateway _gateway;
    private readonly ITestOutputHelper _output;

    public BackendFaultTests(BackendFaultsGateway gateway, ITestOutputHelper output) => (_gateway, _output) = (gateway, output);

    public static TheoryData<string> Exporters => [.. BackendFault.All.Select(static fault => fault.Exporter)];

    [Theory]
    [MemberData(nameof(Exporters))]
    public Task Backend_ThatFailsAndRecovers_GetsEverything(string exporter) =>
        _gateway.ShouldDeliverAsync(BackendFault.All.Single(fault => fault.Exporter == exporter), _output);
}
