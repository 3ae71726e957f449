using HotPath.Components.Processors.Transform;
using HotPath.Engine.Config;

namespace HotPath.Components.Tests.Processors.Transform;

public sealed class TransformFactoryTests
{
    [Theory]
    [InlineData("flatten_data: true", "not built in HotPath yet")]
    [InlineData("trace_statements: ['set(span.name)']", "needs value")]
    [InlineData("trace_statements: ['set(name, \"x\")']", "must begin with what they belong to")]
    [InlineData("trace_statements: ['set(span.name, log.body)']", "must begin with what they belong to")]
    [InlineData("trace_statements: [{context: metric, statements: ['set(name, \"x\")']}]", "must be one of")]
    [InlineData("trace_statements: [{context: span, statement: ['set(name, \"x\")']}]", "unknown key")]
    [InlineData("log_statements: [[a]]", "must be a statement")]
    [InlineData("metric_statements: ['set(metric.type, 1)']", "can only be read")]
    public void Read_Mistakes_AreNamed(string yaml, string expected)
    {
        var errors = new ConfigErrors();
        Read(yaml, errors);
        errors.Errors.ShouldContain(error => error.Message.Contains(expected, StringComparison.Ordinal), string.Join('\n', errors.Errors));
    }

    /// <summary>As recorded: a metric's statements beside a point's run for each point.</summary>
    [Fact]
    public void Read_PlainStatements_AreOneGroupOfTheInnermostContext()
    {
        var errors = new ConfigErrors();
        TransformPlan plan = Read(
            "metric_statements: ['set(metric.unit, \"s\")', {context: metric, statements: ['set(name, \"n\")']}, "
            + "'set(datapoint.flags, 1)']", errors);
        errors.Errors.ShouldBeEmpty();
        plan.Metrics.Select(g => (g.Context.ToString(), g.Statements.Length)).ShouldBe([("DataPoint", 2), ("Metric", 1)]);
    }

    private static TransformPlan Read(string yaml, ConfigErrors errors) => (TransformPlan)new TransformFactory().Read(
        ComponentId.Parse("transform"), new ConfigMap(ConfigComposer.FromText(yaml, "test.yaml", errors), errors));
}
