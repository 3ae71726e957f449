using HotPath.Components.Tests.Exporters.Otlp;
using HotPath.Components.Tests.Exporters.OtlpHttp;

namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary>Which exporters have use for the gzip that requests came in: only for those is it kept.</summary>
public sealed class SendsGzipOnTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData(", compression: gzip", true)]
    [InlineData(", compression: none", false)]
    [InlineData(", compression: zstd", false)]
    [InlineData(", sending_queue: {storage: file_storage}", false)]
    [InlineData(", sending_queue: {enabled: false}", true)]
    public void OtlpGrpc_ThatSendsGzipFromMemory_DoesSo(string keys, bool expected) =>
        OtlpRig.Read($"{{endpoint: 'localhost:4317'{keys}}}", out _).SendsGzipOn.ShouldBe(expected);

    [Theory]
    [InlineData("", true)]
    [InlineData(", compression_params: {level: 0}", true)]
    [InlineData(", compression_params: {level: 1}", false)]
    [InlineData(", compression: zlib", false)]
    [InlineData(", encoding: json", false)]
    [InlineData(", sending_queue: {storage: file_storage}", false)]
    public void OtlpHttp_ThatSendsGzipFromMemoryAtNoLevelOfItsOwn_DoesSo(string keys, bool expected) =>
        OtlpHttpRig.Read($"{{endpoint: 'http://localhost:4318'{keys}}}", out _).SendsGzipOn.ShouldBe(expected);
}
