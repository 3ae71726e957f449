using HotPath.Components.Processors.Filter;
using HotPath.Engine.Config;

namespace HotPath.Components.Tests.Processors.Filter;

public sealed class FilterFactoryTests
{
    [Theory]
    [InlineData("traces: {span: ['nmae == \"x\"']}", "did you mean name?")]
    [InlineData("traces: {span: ['name == ']}", "line 1, column 9")]
    [InlineData("traces: {span: [[a]]}", "must be a statement or condition")]
    [InlineData("traces: {spans: ['true']}", "unknown key")]
    [InlineData("trace_conditions: ['name == \"x\"']", "must begin with what they belong to")]
    [InlineData("trace_conditions: ['log.body == \"x\"']", "one of resource, scope, span, spanevent")]
    [InlineData("trace_conditions: [{context: log, conditions: ['true']}]", "must be one of resource, scope, span, spanevent")]
    [InlineData("error_mode: never", "must be one of")]
    [InlineData("{trace_conditions: ['span.name == \"x\"'], traces: {span: ['true']}}", "can't be used together")]
    [InlineData("logs: {include: {match_type: strict, bodies: [a]}, log_record: ['true']}", "can't be used together")]
    [InlineData("logs: {include: {match_type: strict, severity_number: {min: LOUD}}}", "must be a severity")]
    [InlineData("metrics: {include: {match_type: expr, expressions: ['a']}}", "not supported")]
    [InlineData("profile_conditions: ['true']", "not built in HotPath yet")]
    public void Read_Mistakes_AreNamed(string yaml, string expected)
    {
        var errors = new ConfigErrors();
        Read(yaml, errors);
        errors.Errors.ShouldContain(error => error.Message.Contains(expected, StringComparison.Ordinal), string.Join('\n', errors.Errors));
    }

    [Fact]
    public void Read_AWrongCondition_IsReportedAtItsLine()
    {
        var errors = new ConfigErrors();
        Read("traces:\n  span:\n    - name == \"fine\"\n    - kind ==\n", errors);
        errors.Errors.ShouldHaveSingleItem().Position.Line.ShouldBe(4);
    }

    [Fact]
    public void Read_ConditionsOfSeveralContexts_AreGroupedByContext()
    {
        var errors = new ConfigErrors();
        FilterPlan plan =
            Read("trace_conditions: [{conditions: ['span.name == \"a\"', 'resource.attributes[\"b\"] == 1', 'span.kind == 2']}]", errors);
        errors.Errors.ShouldBeEmpty();
        plan.Traces.Groups.Select(g => g.Conditions.Count).ShouldBe([2, 1]);
        plan.Logs.IsEmpty.ShouldBeTrue();
    }

    private static FilterPlan Read(string yaml, ConfigErrors errors) => (FilterPlan)new FilterFactory().Read(
        ComponentId.Parse("filter"), new ConfigMap(ConfigComposer.FromText(yaml, "test.yaml", errors), errors));
}
