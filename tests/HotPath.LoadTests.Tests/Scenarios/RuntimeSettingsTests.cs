using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Tests.Scenarios;

public sealed class RuntimeSettingsTests
{
    [Fact]
    public void Over_ALoad_ComparesEachSettingAndBuildWithWhatShipsWarmAndCold()
    {
        IReadOnlyList<Scenario> scenarios = RuntimeSettings.Over(ScenarioCatalog.Find(["pass-512"])[0], [("other", "/build/hotpath")]);

        scenarios.Select(scenario => scenario.Name).ShouldBe(["settings-warm", "settings-cold"]);
        scenarios[1].WarmUp.ShouldBe(TimeSpan.Zero);
        foreach (Scenario scenario in scenarios)
        {
            scenario.Subject.Name.ShouldBe(RuntimeSettings.Shipped);
            scenario.Subject.Environment.ShouldBeEmpty();
            scenario.Contenders.ShouldContain(contender => contender.Environment.Contains("DOTNET_gcServer=1"));
            scenario.Contenders.ShouldContain(contender => contender.Executable == "/build/hotpath");
            scenario.Contenders.Select(contender => contender.Name).ShouldBeUnique();
            scenario.Thresholds.ShouldNotBeEmpty();
        }
    }
}
