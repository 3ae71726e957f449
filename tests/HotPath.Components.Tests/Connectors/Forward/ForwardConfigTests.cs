using HotPath.Components.Connectors.Forward;
using HotPath.Components.Exporters.Debug;
using HotPath.Components.Exporters.Nop;
using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Tests.Connectors.Forward;

/// <summary>What connectors are refused for, and where.</summary>
public sealed class ForwardConfigTests
{
    [Fact]
    public void Pipelines_OnBothSides_AreTaken()
    {
        (GatewayPlan plan, ConfigErrors errors) = Read(
            "connectors: {forward: }", "traces/a: {receivers: [otlp], exporters: [forward]}",
            "traces/b: {receivers: [forward], exporters: [nop]}");

        errors.Errors.ShouldBeEmpty();
        plan.Pipelines[0].Exporters.ShouldBeEmpty();
        plan.Pipelines[0].ConnectorsOut.Single().ToString().ShouldBe("forward");
        plan.Pipelines[1].Receivers.ShouldBeEmpty();
        plan.Pipelines[1].ConnectorsIn.Single().ToString().ShouldBe("forward");
    }

    [Fact]
    public void Exporter_WithoutAReceiverOfItsSignal_IsAnError() => ErrorOf(
            "connectors: {forward: }", "traces: {receivers: [otlp], exporters: [nop, forward]}",
            "logs: {receivers: [otlp], exporters: [nop]}")
        .ShouldBe(
            "t.yaml:6:50: service::pipelines::traces::exporters[1]: the connector 'forward' is an exporter of this traces pipeline, "
            + "and no traces pipeline has it as a receiver: name it under some pipeline's receivers");

    [Fact]
    public void Receiver_WithoutAnExporter_IsAnError() =>
        ErrorOf("connectors: {forward: }", "traces: {receivers: [forward], exporters: [nop]}")
            .ShouldContain(
                "traces::receivers[0]: the connector 'forward' is a receiver of this traces pipeline, "
                + "and no traces pipeline has it as an exporter");

    [Fact]
    public void Loop_NamesItsWay() => ErrorOf(
            "connectors: {forward/1: , forward/2: }",
            "traces/in: {receivers: [otlp], exporters: [forward/1]}",
            "traces/a: {receivers: [forward/1], exporters: [nop, forward/2]}",
            "traces/b: {receivers: [forward/2], exporters: [forward/1]}")
        .ShouldContain("in a loop: traces/a → forward/2 → traces/b → forward/1 → traces/a;");

    [Fact]
    public void Loop_OfOnePipeline_IsAnError() =>
        ErrorOf("connectors: {forward: }", "traces: {receivers: [otlp, forward], exporters: [forward]}")
        .ShouldContain("in a loop: traces → forward → traces;");

    [Theory]
    [InlineData("connectors: {forward: {a: 1}}", "connectors::forward::a: unknown key")]
    [InlineData("connectors: {nop: }", "there is no connector of type 'nop'")]
    [InlineData("connectors: {spanmetrics: }", "the connector 'spanmetrics' is known to the Collector, but not built in HotPath yet")]
    public void Connectors_Wrong_AreErrors(string connectors, string expected) =>
        Read(connectors, "traces: {receivers: [otlp], exporters: [nop]}").Errors.Errors.ShouldContain(e => e.ToString().Contains(expected));

    [Fact]
    public void Id_OfAnExporterToo_IsAnError() =>
        Read("connectors: {nop: }", "traces: {receivers: [otlp], exporters: [nop]}").Errors.Errors
            .ShouldContain(e => e.ToString().Contains("'nop' is the id of a connector and of one of the exporters: rename one of the two"));

    [Fact]
    public void Reader_BehindAConnector_NeedsItsItemsChecked()
    {
        var errors = new ConfigErrors();
        var catalogue =
            new ComponentCatalogue([new OtlpReceiverFactory()], [], [new DebugExporterFactory()]) { Connectors = [new ForwardFactory()] };
        ConfigNode root = ConfigComposer.FromText(
            """
            receivers: {otlp: {protocols: {grpc: }, hotpath: {validation: framing} } }
            exporters: {debug: {verbosity: detailed} }
            connectors: {forward: }
            service:
              pipelines:
                traces/a: {receivers: [otlp], exporters: [forward]}
                traces/b: {receivers: [forward], exporters: [debug]}
            """,
            "t.yaml",
            errors);
        PlanReader.Read(root, catalogue, errors);

        errors.Errors.ShouldHaveSingleItem().ToString().ShouldContain("'debug' in pipeline 'traces/b' reads it");
    }

    private static string ErrorOf(string connectors, params string[] pipelines) =>
        Read(connectors, pipelines).Errors.Errors.ShouldHaveSingleItem().ToString();

    private static (GatewayPlan Plan, ConfigErrors Errors) Read(string connectors, params string[] pipelines)
    {
        var errors = new ConfigErrors();
        var catalogue =
            new ComponentCatalogue([new OtlpReceiverFactory()], [], [new NopExporterFactory()]) { Connectors = [new ForwardFactory()] };
        ConfigNode root = ConfigComposer.FromText(
            $$"""
            receivers: {otlp: {protocols: {grpc: } } }
            exporters: {nop: }
            {{connectors}}
            service:
              pipelines:
                {{string.Join("\n    ", pipelines)}}
            """,
            "t.yaml",
            errors);
        return (PlanReader.Read(root, catalogue, errors), errors);
    }
}
