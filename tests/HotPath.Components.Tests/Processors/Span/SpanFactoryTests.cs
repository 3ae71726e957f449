using HotPath.Components.Processors.Span;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Tests.Processors.Span;

public sealed class SpanFactoryTests
{
    [Theory]
    [InlineData("{}", "needs something to do")]
    [InlineData("name: {to_attributes: {rules: []}}", "at least one rule")]
    [InlineData("name: {to_attributes: {rules: ['(a)']}}", "must have a name")]
    [InlineData("name: {to_attributes: {rules: ['(']}}", "not a regular expression")]
    [InlineData("status: {}", "needs a code")]
    [InlineData("status: {code: ok}", "must be one of")]
    [InlineData("status: {code: Ok, description: fine}", "only the code Error has a description")]
    [InlineData("{status: {code: Ok}, include: {services: [a]}}", "needs a match_type")]
    [InlineData("name: {from_attribute: [a]}", "unknown key")]
    public void Read_Mistakes_AreNamed(string yaml, string expected)
    {
        var errors = new ConfigErrors();
        Read(yaml, errors);
        errors.Errors.ShouldContain(error => error.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_OtherSignals()
    {
        var errors = new ConfigErrors();
        var plan = (InlinePlan)Read("status: {code: Ok}", errors);
        errors.Errors.ShouldBeEmpty();
        plan.Refuses(Signal.Traces).ShouldBeNull();
        plan.Refuses(Signal.Logs).ShouldNotBeNull().ShouldContain("traces");
    }

    private static ProcessorPlan Read(string yaml, ConfigErrors errors) =>
        new SpanFactory().Read(new ComponentId("span", ""), new ConfigMap(ConfigComposer.FromText(yaml, "test.yaml", errors), errors));
}
