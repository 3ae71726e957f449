using System.Text;
using HotPath.Fuzz.Running;

namespace HotPath.Fuzz.Tests;

/// <summary>The runner itself: it finds what is there to be found, makes it small, and finds it again.</summary>
public sealed class RunnerTests
{
    [Fact]
    public void Run_ATargetWithADefect_FindsItAndMakesItSmall()
    {
        using var target = new DefectiveTarget();
        using var runner = new FuzzRunner(target, new FuzzOptions(7) { MostExecutions = 200_000 });

        FuzzFailure failure = runner.Run().Failures.ShouldHaveSingleItem();

        Encoding.ASCII.GetString(failure.Input).ShouldBe("ab!");
        failure.Fault.Message.ShouldBe("the defect");
    }

    [Fact]
    public void Run_TheSameSeed_FindsTheSame()
    {
        (long, string)[] found = [.. Enumerable.Range(0, 2).Select(static _ =>
        {
            using var target = new DefectiveTarget();
            using var runner = new FuzzRunner(target, new FuzzOptions(7) { MostExecutions = 200_000 });
            FuzzFailure failure = runner.Run().Failures.ShouldHaveSingleItem();
            return (failure.Execution, failure.FileName);
        })];

        found[0].ShouldBe(found[1]);
    }

    [Fact]
    public void Command_UnknownTarget_SaysWhichThereAre()
    {
        using var to = new StringWriter();

        new FuzzCommand(to).Run(["no-such"]).ShouldBe(2);

        to.ToString().ShouldContain("http2-server");
    }
}
