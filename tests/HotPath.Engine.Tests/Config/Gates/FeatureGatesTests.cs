using HotPath.Engine.Config;
using HotPath.Engine.Config.Gates;

namespace HotPath.Engine.Tests.Config.Gates;

public class FeatureGatesTests
{
    private readonly ConfigErrors _errors = new();

    private FeatureGates Parse(params string[] arguments) => FeatureGates.Parse(arguments, _errors);

    [Theory]
    [InlineData("confmap.enableMergeAppendOption", true)]
    [InlineData("+confmap.enableMergeAppendOption", true)]
    [InlineData("-confmap.enableMergeAppendOption", false)]
    [InlineData("service.AllowNoPipelines,confmap.enableMergeAppendOption", true)]
    [InlineData("confmap.enableMergeAppendOption,-confmap.enableMergeAppendOption", false)]
    [InlineData("", false)]
    public void Parse_AList_SetsWhatItNames(string argument, bool isOn)
    {
        Parse(argument).IsOn(KnownGates.MergeAppend).ShouldBe(isOn);
        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Parse_SeveralArguments_TheLastWins()
    {
        FeatureGates gates = Parse("confmap.enableMergeAppendOption", "-confmap.enableMergeAppendOption,service.AllowNoPipelines");
        gates.IsOn(KnownGates.MergeAppend).ShouldBeFalse();
        gates.IsOn(KnownGates.AllowNoPipelines).ShouldBeTrue();
    }

    [Fact]
    public void Parse_AnUnknownGate_IsAWarningThatNamesTheNearOne()
    {
        Parse("confmap.enableMergeApendOption");
        Read.Lines(_errors.Warnings).ShouldBe(
        [
            "--feature-gates: confmap.enableMergeApendOption: the core of the Collector v0.159.0 has no such feature gate, "
            + "and it has no effect in HotPath; did you mean 'confmap.enableMergeAppendOption'?",
        ]);
        _errors.Any.ShouldBeFalse();
    }

    [Fact]
    public void Parse_AnUnknownGateStrictly_IsAnError()
    {
        var errors = new ConfigErrors(strict: true);
        FeatureGates.Parse(["x.y"], errors);
        errors.Errors.ShouldHaveSingleItem().Path.ShouldBe("x.y");
    }

    [Theory]
    [InlineData(",confmap.enableMergeAppendOption", 0)]
    [InlineData("confmap.enableMergeAppendOption,", 1)]
    [InlineData("-", 0)]
    public void Parse_AnEmptyId_IsAnError(string argument, int index)
    {
        Parse(argument);
        Read.Lines(_errors.Errors).ShouldBe([$"--feature-gates: empty feature gate identifier at index {index}"]);
    }

    [Theory]
    [InlineData("pdata.useProtoPooling")]
    [InlineData("-service.partialReloadReceivers")]
    public void Parse_AGateWithoutEffect_SaysSo(string argument)
    {
        Parse(argument);
        _errors.Warnings.ShouldHaveSingleItem().Message.ShouldStartWith("the feature gate has no effect in HotPath: ");
        _errors.Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData("pkg.exporterhelper.queueBatchEnabled")]
    [InlineData("receiverhelper.newReceiverMetrics")]
    [InlineData("telemetry.newPipelineTelemetry")]
    public void Parse_AGateThatWouldChangeWhatIsNotBuilt_IsRefusedAndItsDefaultIsNot(string id)
    {
        Parse("-" + id);
        _errors.Any.ShouldBeFalse();

        Parse(id);
        _errors.Errors.ShouldHaveSingleItem().Message.ShouldStartWith("known to the Collector, but not built in HotPath yet: ");
    }

    [Fact]
    public void KnownGates_Always_AreSortedAndSayWhatTheyAreFor()
    {
        KnownGates.All.Select(g => g.Id).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        KnownGates.All.ShouldAllBe(g => g.Description.Length > 0 && g.Note.Length > 0);
    }
}
