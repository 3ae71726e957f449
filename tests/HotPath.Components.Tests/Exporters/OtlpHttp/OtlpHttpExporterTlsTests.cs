using System.Security.Cryptography.X509Certificates;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Http;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary><c>tls</c> against a server of its own authority.</summary>
public sealed class OtlpHttpExporterTlsTests : IDisposable
{
    private static readonly byte[] Request = SampleRequests.Traces(20, seed: 1);

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    private static async Task<SendResult> SendTo(HttpSink sink, string tls, string more = "")
    {
        await using OtlpHttpRig rig = OtlpHttpRig.Create($"endpoint: 'https://localhost:{sink.Port}', tls: {{{tls}}}{more}");
        return await rig.SendAsync(Request);
    }

    private X509Certificate2 Server(string name = "localhost") => _certificates.Issue(name).Certificate;

    private string Ca => $"ca_file: '{_certificates.CaFile}'";

    [Theory]
    [InlineData("", "HTTP/2")]
    [InlineData(", force_attempt_http2: false", "HTTP/1.1")]
    public async Task Send_AuthorityIsNamed_ArrivesOverTheProtocolAgreedOn(string more, string protocol)
    {
        await using HttpSink sink = await HttpSink.StartAsync(Server());
        (await SendTo(sink, Ca, more)).ShouldBe(SendResult.Delivered);
        HttpSinkRequest arrived = sink.Requests.ShouldHaveSingleItem();
        arrived.Bytes.ShouldBe(Request);
        arrived.Protocol.ShouldBe(protocol);
    }

    [Theory]
    [InlineData("")]
    [InlineData("insecure: true")]
    [InlineData("insecure: true, insecure_skip_verify: true")]
    public async Task Send_AuthorityIsUnknown_IsUnavailableAndSaysWhy(string tls)
    {
        // As in the Collector, insecure speaks of a URL without TLS: with https it verifies as if the block were not there.
        await using HttpSink sink = await HttpSink.StartAsync(Server());
        SendResult result = await SendTo(sink, tls);
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        result.Message.ShouldContain("certificate");
        sink.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_SkipVerify_AsksNothing()
    {
        await using HttpSink sink = await HttpSink.StartAsync(Server("tempo.example"));
        (await SendTo(sink, "insecure_skip_verify: true")).ShouldBe(SendResult.Delivered);
    }

    [Fact]
    public async Task Send_ServerHasAnotherName_IsRefusedUnlessTheNameIsOverridden()
    {
        await using HttpSink sink = await HttpSink.StartAsync(Server("tempo.example"));
        (await SendTo(sink, Ca)).Reason.ShouldBe("unavailable");
        (await SendTo(sink, $"{Ca}, server_name_override: tempo.example")).ShouldBe(SendResult.Delivered);
        (await SendTo(sink, Ca, ", headers: {Host: tempo.example}")).Reason.ShouldBe("unavailable", "Host is no name for TLS");
    }
}
