using HotPath.Core.Http2;

namespace HotPath.Core.Tests.Http2;

/// <summary>RFC 9113, section 6: the frames as bytes.</summary>
public sealed class FrameWriterTests
{
    private readonly byte[] _to = new byte[64];

    [Fact]
    public void Settings_OfTwo_AreTwelveBytesOfPayload() => Written(FrameWriter.Settings(
        _to, [new Setting(SettingId.InitialWindowSize, 0x01020304), new Setting(SettingId.EnablePush, 0)]))
        .ShouldBe("00000C040000000000" + "000401020304" + "000200000000");

    [Fact]
    public void SettingsAck_IsEmpty() => Written(FrameWriter.SettingsAck(_to)).ShouldBe("000000040100000000");

    [Theory]
    [InlineData(false, "000008060000000000")]
    [InlineData(true, "000008060100000000")]
    public void Ping_CarriesEightBytes(bool isAck, string header) =>
        Written(FrameWriter.Ping(_to, isAck, [1, 2, 3, 4, 5, 6, 7, 8])).ShouldBe(header + "0102030405060708");

    [Fact]
    public void WindowUpdate_CarriesTheIncrement()
    {
        Written(FrameWriter.WindowUpdate(_to, 5, 0x7FFFFFFF)).ShouldBe("0000040800000000057FFFFFFF");
        FramePayload.WindowIncrement(_to.AsSpan(9, 4)).ShouldBe(int.MaxValue);
    }

    [Fact]
    public void RstStream_CarriesTheCode()
    {
        Written(FrameWriter.RstStream(_to, 7, Http2ErrorCode.RefusedStream)).ShouldBe("00000403000000000700000007");
        FramePayload.ResetCode(_to.AsSpan(9, 4)).ShouldBe(Http2ErrorCode.RefusedStream);
    }

    [Fact]
    public void GoAway_CarriesTheLastStreamTheCodeAndText()
    {
        Written(FrameWriter.GoAway(_to, 0x0102, Http2ErrorCode.EnhanceYourCalm, "hey"u8))
            .ShouldBe("00000B070000000000" + "00000102" + "0000000B" + "686579");
        FramePayload.GoAway(_to.AsSpan(9, 11), out int last, out ReadOnlySpan<byte> text).ShouldBe(Http2ErrorCode.EnhanceYourCalm);
        last.ShouldBe(0x0102);
        text.SequenceEqual("hey"u8).ShouldBeTrue();
    }

    [Fact]
    public void AnyFrame_WithTooLittleRoom_Throws()
    {
        Should.Throw<ArgumentException>(() => FrameWriter.Settings(new byte[14], [new Setting(SettingId.EnablePush, 0)]));
        Should.Throw<ArgumentException>(() => FrameWriter.Ping(new byte[16], false, new byte[8]));
        Should.Throw<ArgumentException>(() => FrameWriter.WindowUpdate(new byte[12], 1, 1));
        Should.Throw<ArgumentException>(() => FrameWriter.RstStream(new byte[12], 1, default));
        Should.Throw<ArgumentException>(() => FrameWriter.GoAway(new byte[18], 1, default, "ab"u8));
    }

    private string Written(int length) => Convert.ToHexString(_to, 0, length);
}
