using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config;

/// <summary>Whatever is wrong with a secret, its text is in no error and no warning.</summary>
public class SecretsTests
{
    [Theory]
    [InlineData("exporters::otlp::headers", true)]
    [InlineData("exporters::otlp::headers::x", true)]
    [InlineData("exporters::otlp::headers[0]", true)]
    [InlineData("exporters::otlp::headers[0]::value", true)]
    [InlineData("exporters::otlp::headers[0]::name", false)]
    [InlineData("headers::x", true)]
    [InlineData("receivers::otlp::protocols::http::response_headers::x", true)]
    [InlineData("receivers::otlp::protocols::http::cors::allowed_headers[0]", false)]
    [InlineData("exporters::otlp::tls::key_pem", true)]
    [InlineData("exporters::otlp::tls::key_file", false)]
    [InlineData("extensions::bearertokenauth::token", true)]
    [InlineData("extensions::bearertokenauth::tokens[0]", true)]
    [InlineData("extensions::basicauth::htpasswd::inline", true)]
    [InlineData("extensions::oauth2client::client_secret", true)]
    [InlineData("extensions::oauth2client::client_secret_file", false)]
    [InlineData("extensions::oauth2client::endpoint_params::audience[0]", true)]
    [InlineData("processors::redaction::hmac_key", true)]
    [InlineData("exporters::datadog::api::key", true)]
    [InlineData("exporters::headers::endpoint", false)]
    [InlineData("exporters::token::endpoint", false)]
    public void IsSecret_AKeysPath_IsKnownByItsNames(string path, bool isSecret) => SecretKeys.IsSecret(path).ShouldBe(isSecret);

    [Theory]
    [InlineData("headers: geheim")]
    [InlineData("headers: [geheim]")]
    [InlineData("headers: {x: [geheim]}")]
    [InlineData("headers: {x: 2026-01-02}")]
    [InlineData("headers: {x: 123456}")]
    [InlineData("headers: {x: !!int geheim}")]
    [InlineData("headers: {x: *geheim}")]
    [InlineData("headers: {x: 'a${geheim geheim}'}")]
    [InlineData("headers: {x: 'geheim ${env:LOOP}'}")]
    [InlineData("headers: {x: '${env:MAP}geheim'}")]
    [InlineData("headers: {x: '$${a} ${geheim}'}")]
    [InlineData("headers: {x: '${file:/none/${env:MAP}}'}")]
    [InlineData("headers: {x: '${nowhere:geheim}'}")]
    [InlineData("headers: {x: '${yaml:[geheim]}'}")]
    [InlineData("headers: {x: '${env:NONE:-[geheim]}'}")]
    [InlineData("headers: '${env:NONE:-geheim}'")]
    [InlineData("tokens: geheim")]
    public void Read_AnythingWrongWithASecret_DoesNotShowIt(string yaml)
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(Read.Text(yaml, errors, ("LOOP", "${env:LOOP}"), ("MAP", "{a: geheim}")), errors);
        ConfigMap headers = map.Map("headers");
        headers.Secret("x");
        map.List("headers");
        map.List("tokens");
        map.Done();

        errors.Errors.ShouldNotBeEmpty();
        string said = string.Join('\n', Read.Lines([.. errors.Errors, .. errors.Warnings]));
        said.ShouldNotContain("geheim");
        said.ShouldNotContain("2026");
        said.ShouldNotContain("123456");
    }

    [Fact]
    public void Secret_Read_IsNotedByItsPath()
    {
        var errors = new ConfigErrors();
        new ConfigMap(Read.Good("{odd: geheim}"), errors).Secret("odd");
        errors.Secrets.ShouldBe(["odd"]);
    }

    [Fact]
    public void Errors_AboutASecretFromAVariable_NameTheVariable()
    {
        var errors = new ConfigErrors();
        new ConfigMap(Read.Text("password: ${env:P:-x}", errors, ("P", "[geheim]")), errors).Secret("password");
        errors.Errors.ShouldBeEmpty();
        new ConfigMap(Read.Text("headers: ${env:P:-x}", errors, ("P", "geheim")), errors).Map("headers");
        errors.Errors.ShouldHaveSingleItem().Message.ShouldEndWith("found the text (from ${env:P})");
    }

    [Fact]
    public void Tolerate_WhatTheCollectorRefuses_IsAWarningOrStrictlyAnError()
    {
        var lenient = new ConfigErrors();
        lenient.Tolerate(default, "a", "old");
        (lenient.Errors.Count, lenient.Warnings.Count).ShouldBe((0, 1));

        var strict = new ConfigErrors(strict: true);
        strict.Tolerate(default, "a", "old");
        (strict.Errors.Count, strict.Warnings.Count).ShouldBe((1, 0));
    }
}
