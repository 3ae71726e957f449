using HotPath.Gateway.Cli;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;

namespace HotPath.Gateway.Tests.Cli;

/// <summary>A link called as the Collector's executable answers as the Collector does, so that what starts it need not change.</summary>
public sealed class LinkNameTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotpath-links-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Link(string name)
    {
        string link = Path.Combine(_folder.FullName, name);
        File.CreateSymbolicLink(link, GatewayProcess.Executable);
        return link;
    }

    [Theory]
    [InlineData("otelcol", "--version")]
    [InlineData("otelcol-contrib", "-v")]
    public async Task Version_UnderACollectorsName_IsInItsShape(string name, string option)
    {
        (int exitCode, string output) = await GatewayProcess.RunAsAsync(Link(name), option);
        exitCode.ShouldBe(0);
        output.ShouldBe($"{name} version 0.159.0");
    }

    [Theory]
    [InlineData]
    [InlineData("validate")]
    [InlineData("print-config")]
    public async Task Run_UnderACollectorsNameWithoutConfig_IsItsError(params string[] arguments)
    {
        (int exitCode, string output) = await GatewayProcess.RunAsAsync(Link("otelcol-contrib"), arguments);
        exitCode.ShouldBe(1);
        output.ShouldBe("Error: at least one config flag must be provided");
    }

    [Fact]
    public async Task Validate_UnderACollectorsNameWithConfig_Works()
    {
        string config = RepositoryRoot.Combine("tests", "configs", "02-agent.yaml");
        (int exitCode, string output) =
            await GatewayProcess.RunAsAsync(Link("otelcol"), "validate", "--config", config, "--feature-gates=-service.AllowNoPipelines");
        output.ShouldNotContain("Error");
        exitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Version_UnderAnyOtherName_IsHotPaths()
    {
        (_, string output) = await GatewayProcess.RunAsAsync(Link("gateway"), "--version");
        output.ShouldStartWith("hotpath version ");
    }

    [Fact]
    public async Task Components_UnderACollectorsName_NameItsCommandAndVersion()
    {
        (_, string output) = await GatewayProcess.RunAsAsync(Link("otelcol"), "components");
        output.ShouldContain("    command: otelcol\n");
        output.ShouldContain("    version: 0.159.0\n");
    }

    [Theory]
    [InlineData("otelcol", true)]
    [InlineData("otelcol-contrib", true)]
    [InlineData("otelcol2", false)]
    [InlineData("hotpath", false)]
    public void IsCollector_AName_MustBeExact(string name, bool isCollector) => new InvocationName(name).IsCollector.ShouldBe(isCollector);
}
