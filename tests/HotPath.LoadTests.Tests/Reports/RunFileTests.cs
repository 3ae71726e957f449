using HotPath.LoadTests.Reports;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Tests.Reports;

public sealed class RunFileTests
{
    [Fact]
    public void Run_KeptAndReadAgain_SaysTheSame()
    {
        ScenarioResult unmeasured = SampleResults.Throughput with { Checks = [new Check("x", double.NaN, 1, false, false)] };
        RunFile run = SampleResults.Run(unmeasured, SampleResults.Paced, SampleResults.Soak);

        var again = RunFile.Parse(run.ToJson());

        again.ToJson().ShouldBe(run.ToJson());
        again.Machine.ShouldBe(run.Machine);
        again.Results[0].Checks[0].Value.ShouldBe(double.NaN);
        again.Results.Select(ScenarioReport.Write).ShouldBe(run.Results.Select(ScenarioReport.Write));
    }
}
