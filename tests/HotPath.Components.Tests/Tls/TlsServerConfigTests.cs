using System.Net.Security;
using System.Security.Authentication;
using HotPath.Components.Receivers.Otlp;
using HotPath.Components.Tls;
using HotPath.Engine.Config;

namespace HotPath.Components.Tests.Tls;

/// <summary>A receiver's <c>tls</c> block, as a plan and as errors.</summary>
public sealed class TlsServerConfigTests
{
    private const string Pair = "cert_file: a.crt, key_file: a.key";

    private readonly ConfigErrors _errors = new();

    [Theory]
    [InlineData("grpc: {}")]
    [InlineData("grpc: {tls: }")]
    [InlineData("http: {tls: ~}")]
    public void Read_Absent_IsPlaintext(string protocols)
    {
        OtlpReceiverPlan plan = Receiver(protocols);

        _errors.Errors.ShouldBeEmpty();
        plan.Grpc?.Tls.ShouldBeNull();
        plan.Http?.Tls.ShouldBeNull();
    }

    [Fact]
    public void Read_EveryKey_IsTaken()
    {
        TlsServerPlan plan = Receiver(
            "http: {tls: {" + Pair + ", client_ca_file: ca.crt, client_ca_file_reload: true, reload_interval: 1h, min_version: '1.3', "
            + "include_system_ca_certs_pool: true, cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256], "
            + "curve_preferences: [], tpm: {enabled: false}}}")
            .Http!.Tls!;

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldBeEmpty();
        plan.ClientCaFile.ShouldBe("ca.crt");
        plan.ReloadClientCa.ShouldBeTrue();
        plan.Path.ShouldEndWith("http::tls");
        plan.Material.CertFile.ShouldBe("a.crt");
        plan.Material.KeyFile.ShouldBe("a.key");
        plan.Material.ReloadInterval.ShouldBe(TimeSpan.FromHours(1));
        plan.Material.Protocols.ShouldBe(SslProtocols.Tls13);
        plan.Material.WithSystemCas.ShouldBeTrue();
        plan.Material.CipherSuites[0].ShouldBe(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
        plan.Material.CipherSuites.ShouldContain(TlsCipherSuite.TLS_AES_128_GCM_SHA256, "TLS 1.3's suites are not for the key to choose");
    }

    [Fact]
    public void Read_WithoutCipherSuites_LeavesThemToTheSystem() =>
        Receiver($"grpc: {{tls: {{{Pair}}}}}").Grpc!.Tls!.Material.CipherSuites.ShouldBeEmpty();

    [Theory]
    [InlineData("{}", "must include both certificate and key for server connections")]
    [InlineData("{cert_file: a.crt}", "add key_file or key_pem")]
    [InlineData("{key_pem: x}", "add cert_file or cert_pem")]
    [InlineData("{cert_file: a, cert_pem: b, key_file: c}", "provide either cert_file or cert_pem, but not both")]
    [InlineData("{" + Pair + ", min_version: '1.3', max_version: '1.2'}", "min_version cannot be greater than max_version")]
    [InlineData("{" + Pair + ", max_version: '1.1', min_version: '1.0'}", "HotPath needs TLS 1.2 or later")]
    [InlineData("{" + Pair + ", min_version: '1.4'}", "must be one of 1.0, 1.1, 1.2 or 1.3")]
    [InlineData("{" + Pair + ", cipher_suites: [TLS_NONE]}", "invalid TLS cipher suite: 'TLS_NONE'")]
    [InlineData("{" + Pair + ", cipher_suites: [TLS_RSA_WITH_RC4_128_SHA], include_insecure_cipher_suites: true}", "too weak for HTTP/2")]
    [InlineData("{" + Pair + ", curve_preferences: [P384]}", "the system's OpenSSL chooses the curves")]
    [InlineData("{" + Pair + ", tpm: {enabled: true}}", "not built in HotPath yet")]
    [InlineData("{" + Pair + ", insecure: true}", "unknown key")]
    public void Read_Mistakes_AreSaidOnce(string tls, string message)
    {
        Receiver($"grpc: {{tls: {tls}}}");

        _errors.Errors.ShouldHaveSingleItem().ToString().ShouldContain(message);
    }

    [Theory]
    [InlineData("ca_file: ca.crt", "the authorities of clients stand under client_ca_file")]
    [InlineData("client_ca_file_reload: true", "has no effect without client_ca_file")]
    public void Read_WhatHasNoEffect_IsWarnedOf(string key, string message)
    {
        Receiver($"grpc: {{tls: {{{Pair}, {key}}}}}");

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldHaveSingleItem().ToString().ShouldContain(message);
    }

    private OtlpReceiverPlan Receiver(string protocols)
    {
        ConfigNode root = new ConfigComposer(_errors).Compose([ConfigSource.Text("test.yaml", $"protocols: {{{protocols}}}")]);
        return (OtlpReceiverPlan)new OtlpReceiverFactory().Read(new ComponentId("otlp", ""), new ConfigMap(root, _errors));
    }
}
