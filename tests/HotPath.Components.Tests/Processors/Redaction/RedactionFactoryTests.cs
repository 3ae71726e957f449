using HotPath.Components.Processors.Redaction;
using HotPath.Engine.Config;

namespace HotPath.Components.Tests.Processors.Redaction;

public sealed class RedactionFactoryTests
{
    [Theory]
    [InlineData("hash_function: sha256", "must be one of")]
    [InlineData("{hash_function: hmac-sha256, hmac_key: short}", "at least 32 bytes")]
    [InlineData("{hash_function: hmac-sha512, hmac_key: 0123456789abcdef0123456789abcdef}", "at least 64 bytes")]
    [InlineData("summary: verbose", "must be one of")]
    [InlineData("blocked_values: ['(?=a)']", "not a regular expression")]
    [InlineData("blocked_key_patterns: ['(']", "not a regular expression")]
    [InlineData("url_sanitizer: {enable: true}", "unknown key")]
    [InlineData("db_sanitizer: {sql: {enabled: true}}", "statements in SQL are not sanitized")]
    [InlineData("db_sanitizer: {redis: {enable: true}}", "unknown key")]
    [InlineData("blocked_value: [a]", "unknown key")]
    public void Read_Mistakes_AreNamed(string yaml, string expected) =>
        Read(yaml).Errors.ShouldContain(error => error.Message.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("{}")]
    [InlineData("{hash_function: SHA3, summary: debug}")]
    [InlineData("{hash_function: hmac-sha256, hmac_key: 0123456789abcdef0123456789abcdef}")]
    [InlineData("{url_sanitizer: {enabled: true, attributes: [url.full], sanitize_span_name: false}}")]
    [InlineData("{url_sanitizer: {enabled: false, attributes: [a]}, db_sanitizer: {sql: {enabled: false}, sanitize_span_name: false}}")]
    [InlineData("{db_sanitizer: {redis: {enabled: true}, valkey: {enabled: true, attributes: [a]}, es: {enabled: true}}}")]
    public void Read_WhatTheCollectorTakes_IsTaken(string yaml) => Read(yaml).Errors.ShouldBeEmpty();

    [Fact]
    public void Plan_OfAnyInlineProcessor_ReadsItems() => new RedactionPlan(new ComponentId("redaction", "")).ReadsItems.ShouldBeTrue();

    private static ConfigErrors Read(string yaml)
    {
        var errors = new ConfigErrors();
        new RedactionFactory().Read(
            new ComponentId("redaction", ""), new ConfigMap(ConfigComposer.FromText(yaml, "test.yaml", errors), errors));
        return errors;
    }
}
