using HotPath.Components.Processors.ResourceDetection;
using HotPath.Engine.Config;

namespace HotPath.Components.Tests.Processors.ResourceDetection;

public sealed class ResourceDetectionFactoryTests
{
    [Theory]
    [InlineData("{}", "must name at least one of env, system, docker")]
    [InlineData("detectors: [ec2]", "'ec2' is known to the Collector, but not built in HotPath yet")]
    [InlineData("detectors: [moon]", "'moon' is no detector")]
    [InlineData("{detectors: [env], timeout: 0s}", "more than 0s, 10m at most")]
    [InlineData("{detectors: [env], timeout: 1h}", "more than 0s, 10m at most")]
    [InlineData("{detectors: [env], refresh_interval: 1m}", "not built in HotPath yet")]
    [InlineData("{detectors: [env], ec2: {tags: [a]}}", "not built in HotPath yet")]
    [InlineData("{detectors: [system], system: {hostname_sources: [lookup]}}", "'lookup' is known to the Collector")]
    [InlineData("{detectors: [system], system: {resource_attributes: {os.description: {enabled: true}}}}", "unknown key")]
    public void Read_Mistakes_AreNamed(string yaml, string expected)
    {
        var errors = new ConfigErrors();
        new ResourceDetectionFactory().Read(
            new ComponentId("resourcedetection", ""), new ConfigMap(ConfigComposer.FromText(yaml, "test.yaml", errors), errors));
        errors.Errors.ShouldContain(error => error.Message.Contains(expected, StringComparison.Ordinal));
    }
}
