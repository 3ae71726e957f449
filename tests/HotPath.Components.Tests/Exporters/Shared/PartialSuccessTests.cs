using Google.Protobuf;
using HotPath.Components.Exporters.Shared;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary>Responses, written by Google.Protobuf.</summary>
public sealed class PartialSuccessTests
{
    private static byte[] Response(long rejected, string message) => new ExportTraceServiceResponse
    {
        PartialSuccess = new ExportTracePartialSuccess { RejectedSpans = rejected, ErrorMessage = message },
    }.ToByteArray();

    [Theory]
    [InlineData(0, "")]
    [InlineData(0, "deprecated")]
    [InlineData(7, "")]
    [InlineData(long.MaxValue, "zu groß")]
    public void TryParse_Response_IsRead(long rejected, string message)
    {
        PartialSuccess.TryParse(Response(rejected, message), out PartialSuccess partial).ShouldBeTrue();
        partial.ShouldBe(new PartialSuccess(rejected, message));
    }

    [Fact]
    public void TryParse_EmptyResponse_SaysNothing()
    {
        PartialSuccess.TryParse([], out PartialSuccess partial).ShouldBeTrue();
        partial.ShouldBe(new PartialSuccess(0, ""));
    }

    [Fact]
    public void TryParse_NegativeCount_IsNone()
    {
        PartialSuccess.TryParse(Response(-3, "?"), out PartialSuccess partial).ShouldBeTrue();
        partial.RejectedItems.ShouldBe(0);
    }

    [Fact]
    public void TryParse_LongMessage_IsCut()
    {
        PartialSuccess.TryParse(Response(1, new string('x', 5000)), out PartialSuccess partial).ShouldBeTrue();
        partial.Message.Length.ShouldBe(PartialSuccess.MaxMessageBytes);
    }

    [Fact]
    public void TryParse_UnknownFieldsOfEveryType_ArePassedOver()
    {
        byte[] unknown = [0x78, 0x01, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x7A, 0x02, 9, 9, 0x7D, 1, 2, 3, 4];
        PartialSuccess.TryParse([.. unknown, .. Response(7, "m"), .. unknown], out PartialSuccess partial).ShouldBeTrue();
        partial.ShouldBe(new PartialSuccess(7, "m"));
    }

    [Theory]
    [InlineData(new byte[] { 0x0A })]
    [InlineData(new byte[] { 0x0A, 0x05, 0x08 })]
    [InlineData(new byte[] { 0x00, 0x01 })]
    [InlineData(new byte[] { 0x0B })]
    [InlineData(new byte[] { 0x0A, 0x02, 0x08, 0x80 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    public void TryParse_NotProtobuf_IsToldApart(byte[] message) => PartialSuccess.TryParse(message, out _).ShouldBeFalse();
}
