using HotPath.Hosting.Http;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Compression;
using HotPath.Testing.Wire;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Tests.Http;

/// <summary>Limits before and after decompression, and bodies that are not what they say.</summary>
public sealed class HttpSizeTests
{
    private const int Limit = 100_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_AtTheLimit_IsTakenAndAByteMoreIsNot(bool chunked)
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { MaxBodyBytes = Limit });

        (await rig.PostAsync(new byte[Limit], chunked: chunked)).ShouldBeSuccess();
        HttpReply reply = await rig.PostAsync(new byte[Limit + 1], chunked: chunked);

        reply.Status.ShouldBe(413);
        reply.RpcStatus().Code.ShouldBe(8);
        reply.RpcStatus().Message.ShouldContain("raise max_request_body_size");
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("too_large", Limit + 1));
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    [Fact]
    public async Task Body_OverTheBudgetsShare_IsTooLarge()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        rig.Traces.MaxRequestBytes = Limit;

        HttpReply reply = await rig.PostAsync(new byte[Limit + 1]);

        reply.Status.ShouldBe(413);
        reply.RpcStatus().Message.ShouldContain("limit_mib");
        rig.Traces.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gzip", 20 << 20)]
    [InlineData("zlib", 20 << 20)]
    [InlineData("zstd", 200 << 20)]
    [InlineData("snappy", 2 << 20)]
    [InlineData("x-snappy-framed", 2 << 20)]
    [InlineData("lz4", 20 << 20)]
    public async Task Bomb_IsTooLargeAndPinsNoMoreThanTheLimit(string encoding, int size)
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { MaxBodyBytes = Limit });
        byte[] bomb = HttpExportTests.Compress(encoding, new byte[size]);
        bomb.Length.ShouldBeLessThan(Limit);

        HttpReply reply = await rig.PostAsync(bomb, encoding: encoding);

        reply.Status.ShouldBe(413);
        reply.RpcStatus().Message.ShouldContain("after decompression");
        rig.Traces.Asked.ShouldAllBe(asked => asked <= Limit);
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("snappy")]
    [InlineData("x-snappy-framed")]
    [InlineData("lz4")]
    public async Task Compressed_ToTheLimitExactly_IsTakenAndAByteMoreIsNot(string encoding)
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { MaxBodyBytes = Limit });

        (await rig.PostAsync(HttpExportTests.Compress(encoding, new byte[Limit]), encoding: encoding)).ShouldBeSuccess();
        (await rig.PostAsync(HttpExportTests.Compress(encoding, new byte[Limit + 1]), encoding: encoding)).Status.ShouldBe(413);
    }

    [Theory]
    [InlineData("gzip", new[] { 400, 413 })] // a cut gzip stream ends in any four bytes, and these tell its size
    [InlineData("zlib", new[] { 400 })]
    [InlineData("zstd", new[] { 400 })]
    [InlineData("snappy", new[] { 400 })]
    [InlineData("lz4", new[] { 400 })]
    public async Task Compressed_CutAnywhere_IsRefusedForGood(string encoding, int[] statuses)
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        byte[] whole = HttpExportTests.Compress(encoding, SampleRequests.Traces(spans: 2, seed: 3));

        for (int length = 1; length < whole.Length; length++)
        {
            HttpReply reply = await rig.PostAsync(whole[..length], encoding: encoding);
            statuses.ShouldContain(reply.Status, $"cut to {length} of {whole.Length} bytes");
        }

        rig.Traces.Delivered.ShouldBeEmpty();
        rig.Traces.Refused.Count.ShouldBe(whole.Length - 1);
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    [Theory]
    [InlineData("lzma")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task Encoding_ThatIsNotTaken_IsBadInTheRequestsOwnFormat(string encoding)
    {
        await using HttpRig rig = await HttpRig.StartAsync();

        HttpReply reply = await rig.PostAsync(new byte[100], encoding: encoding);

        reply.Status.ShouldBe(400);
        reply.RpcStatus().ShouldBe((3, $"unsupported Content-Encoding: {encoding}"));
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("bad_encoding", 100));
    }

    [Fact]
    public async Task Encodings_ThatTheConfigurationLeavesOut_AreNotTaken()
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Encodings = ["gzip"] });
        byte[] message = SampleRequests.Traces(spans: 2, seed: 4);

        (await rig.PostAsync(HttpExportTests.Compress("gzip", message), encoding: "gzip")).ShouldBeSuccess();
        (await rig.PostAsync(message)).Status.ShouldBe(400);
        (await rig.PostAsync(HttpExportTests.Compress("zlib", message), encoding: "zlib")).Status.ShouldBe(400);
        (await rig.PostAsync(HttpExportTests.Compress("zstd", message), encoding: "zstd")).Status.ShouldBe(400);
    }

    [Fact]
    public void Library_ThatIsMissing_IsUnsupportedAndNamesThePackage()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };

        HttpAnswer.Refuse(context.Features, PayloadKind.Json, Refusals.Missing(CodecBytes.Missing));

        context.Response.StatusCode.ShouldBe(415);
        Refusals.Missing(CodecBytes.Missing).Status.Message!.ShouldContain("install the Debian package libnosuchcodec7");
    }
}
