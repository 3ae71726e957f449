using System.Text;
using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Tests.Framing;

public sealed class GrpcAnswerTests
{
    private static readonly byte[] CodedStatusName = [0x9A, 0xCA, 0xC8, 0xB2, 0x12, 0x34, 0xDA, 0x8F];

    [Theory]
    [InlineData("0", 0)]
    [InlineData("14", 14)]
    public void Status_InPlainLiterals_IsRead(string value, int expected) =>
        GrpcAnswer.Read([0x88, .. Literal("grpc-message", "none"), .. Literal("grpc-status", value)])
            .ShouldBe(new GrpcAnswer(expected, false));

    // Digits in Huffman's code (RFC 7541, appendix B): 0 = 00000, 1 = 00001, 3 = 011001, 4 = 011010, 6 = 011100, 8 = 011110;
    // ones fill the byte.
    [Theory]
    [InlineData(0, 0b00000_111)]
    [InlineData(3, 0b011001_11)]
    [InlineData(8, 0b011110_11)]
    [InlineData(14, 0b00001_011, 0b010_11111)]
    [InlineData(16, 0b00001_011, 0b100_11111)]
    public void Status_InHuffmansCode_IsRead(int expected, params int[] value) => GrpcAnswer.Read(
        [
            0x40, (byte)(0x80 | CodedStatusName.Length), .. CodedStatusName,
            (byte)(0x80 | value.Length), .. value.Select(coded => (byte)coded),
        ]).Status.ShouldBe(expected);

    [Fact]
    public void RetryInfo_InTheDetails_IsADelay()
    {
        string details = Convert.ToBase64String(Encoding.ASCII.GetBytes("....type.googleapis.com/google.rpc.RetryInfo..")).TrimEnd('=');

        GrpcAnswer.Read([.. Literal("grpc-status", "14"), .. Literal("grpc-status-details-bin", details)])
            .ShouldBe(new GrpcAnswer(14, true));
    }

    [Fact]
    public void Answer_WithoutStatus_HasNone() => GrpcAnswer.Read([0x88]).Status.ShouldBe(-1);

    [Fact]
    public void EntryOfATable_ThatHoldsNothing_IsRefused() =>
        Should.Throw<InvalidDataException>(() => GrpcAnswer.Read([0x80 | 62])).Message.ShouldContain("entry 62");

    private static byte[] Literal(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
