using HotPath.Components.Processors.Attributes;
using HotPath.Components.Processors.Resource;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Tests.Processors.Attributes;

public sealed class AttributesFactoryTests
{
    [Theory]
    [InlineData("actions: []", "must name at least one action")]
    [InlineData("actions: [{key: a}]", "an action must say what it does")]
    [InlineData("actions: [{key: a, action: drop}]", "drop")]
    [InlineData("actions: [{action: upsert, value: 1}]", "needs a key")]
    [InlineData("actions: [{action: delete}]", "needs a key or a pattern")]
    [InlineData("actions: [{key: a, action: insert}]", "exactly one of value, from_attribute and from_context")]
    [InlineData(
        "actions: [{key: a, action: insert, value: 1, from_attribute: b}]", "exactly one of value, from_attribute and from_context")]
    [InlineData("actions: [{key: a, action: insert, value: 1, pattern: x}]", "does not use pattern")]
    [InlineData("actions: [{key: a, action: hash, value: 1}]", "does not use value")]
    [InlineData("actions: [{key: a, action: extract}]", "needs a pattern")]
    [InlineData("actions: [{key: a, action: extract, pattern: '(a)'}]", "must have a name")]
    [InlineData("actions: [{key: a, action: extract, pattern: 'a'}]", "must have a name")]
    [InlineData("actions: [{key: a, action: delete, pattern: '(?=a)'}]", "not a regular expression")]
    [InlineData("actions: [{key: a, action: convert}]", "one of string, int, double")]
    [InlineData("actions: [{key: a, action: convert, converted_type: bool}]", "one of string, int, double")]
    [InlineData("actions: [{key: a, action: upsert, from_context: auth.x}]", "not built in HotPath yet")]
    [InlineData("actions: [{key: a, action: upsert, value: 1, colour: red}]", "unknown key")]
    [InlineData("{actions: [{key: a, action: delete}], include: {services: [a]}}", "needs a match_type")]
    [InlineData("{actions: [{key: a, action: delete}], include: {match_type: strict, span_kinds: [server]}}", "SPAN_KIND_SERVER")]
    [InlineData("{actions: [{key: a, action: delete}], include: {match_type: regexp, attributes: [{key: a, value: 1}]}}", "must be text")]
    public void Read_Mistakes_AreNamed(string yaml, string expected)
    {
        var errors = new ConfigErrors();
        Read(yaml, errors);
        errors.Errors.ShouldContain(error => error.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("services: [a]", Signal.Logs, "services")]
    [InlineData("log_bodies: [a]", Signal.Traces, "log_bodies")]
    [InlineData("resources: [{key: a}]", Signal.Metrics, "resources")]
    [InlineData("metric_names: [a]", Signal.Traces, "metric_names")]
    public void Refuses_WhatAnotherSignalHas_NamesIt(string match, Signal signal, string named)
    {
        var errors = new ConfigErrors();
        var plan = (InlinePlan)Read($"{{actions: [{{key: a, action: delete}}], include: {{match_type: strict, {match}}}}}", errors);
        errors.Errors.ShouldBeEmpty();
        plan.Refuses(signal).ShouldNotBeNull().ShouldContain(named);
    }

    [Theory]
    [InlineData("credit_card.*", "delete", true)]
    [InlineData("[a", "delete", false)]
    [InlineData("http.url", "hash", false)]
    [InlineData("a*", "upsert, value: 1", false)]
    public void Read_AKeyThatReadsLikeAPattern_IsOneToo(string key, string action, bool isPattern)
    {
        var errors = new ConfigErrors();
        Read($"actions: [{{key: '{key}', action: {action}}}]", errors);
        errors.Errors.ShouldBeEmpty();
        errors.Warnings.Any(warning => warning.Message.Contains("is read as a pattern", StringComparison.Ordinal)).ShouldBe(isPattern);
    }

    [Fact]
    public void Read_ActionsInAnyCase_AreTaken()
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(
            ConfigComposer.FromText("attributes: [{key: a, action: UPSERT, value: [1, {b: 2.5}]}]", "test.yaml", errors), errors);
        new ResourceFactory().Read(new ComponentId("resource", ""), map);
        errors.Errors.ShouldBeEmpty();
    }

    private static ProcessorPlan Read(string yaml, ConfigErrors errors) =>
        new AttributesFactory().Read(
            new ComponentId("attributes", ""), new ConfigMap(ConfigComposer.FromText(yaml, "test.yaml", errors), errors));
}
