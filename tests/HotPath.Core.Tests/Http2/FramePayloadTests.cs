using HotPath.Core.Http2;

namespace HotPath.Core.Tests.Http2;

/// <summary>RFC 9113, sections 6.1 to 6.9: what wraps a payload's content, and the lengths that types fix.</summary>
public sealed class FramePayloadTests
{
    private const byte Padded = FrameFlags.Padded;
    private const byte Priority = FrameFlags.Priority;

    [Theory]
    [InlineData(FrameType.Data, 0, "616263", "616263")]
    [InlineData(FrameType.Data, 0, "", "")]
    [InlineData(FrameType.Data, Padded, "00616263", "616263")]
    [InlineData(FrameType.Data, Padded, "026162630000", "616263")]
    [InlineData(FrameType.Data, Padded, "03000000", "")]
    [InlineData(FrameType.Data, Priority, "6162636465", "6162636465")]
    [InlineData(FrameType.Headers, Priority, "8000000110616263", "616263")]
    [InlineData(FrameType.Headers, Priority, "8000000110", "")]
    [InlineData(FrameType.Headers, Padded | Priority, "01800000011061626300", "616263")]
    public void Strip_LeavesTheContent(FrameType type, byte flags, string payload, string content)
    {
        FramePayload.Strip(Header(type, flags), Convert.FromHexString(payload), out ReadOnlySpan<byte> stripped)
            .ShouldBe(Http2ErrorCode.NoError);

        Convert.ToHexString(stripped).ShouldBe(content);
    }

    [Theory]
    [InlineData(FrameType.Data, Padded, "", Http2ErrorCode.FrameSizeError)]
    [InlineData(FrameType.Headers, Priority, "80000001", Http2ErrorCode.FrameSizeError)]
    [InlineData(FrameType.Headers, Padded | Priority, "0080000001", Http2ErrorCode.FrameSizeError)]
    [InlineData(FrameType.Data, Padded, "036162", Http2ErrorCode.ProtocolError)]
    [InlineData(FrameType.Data, Padded, "01", Http2ErrorCode.ProtocolError)]
    [InlineData(FrameType.Headers, Padded | Priority, "018000000110", Http2ErrorCode.ProtocolError)]
    public void Strip_WithoutRoomForWhatItSays_IsAnError(FrameType type, byte flags, string payload, Http2ErrorCode code)
    {
        FramePayload.Strip(Header(type, flags), Convert.FromHexString(payload), out ReadOnlySpan<byte> stripped).ShouldBe(code);
        stripped.IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData(FrameType.Priority, 0, 5, 4)]
    [InlineData(FrameType.RstStream, 0, 4, 5)]
    [InlineData(FrameType.WindowUpdate, 0, 4, 3)]
    [InlineData(FrameType.Ping, 0, 8, 9)]
    [InlineData(FrameType.GoAway, 0, 8, 7)]
    [InlineData(FrameType.GoAway, 0, 100, 0)]
    [InlineData(FrameType.Settings, 0, 12, 13)]
    [InlineData(FrameType.Settings, 0, 0, 5)]
    [InlineData(FrameType.Settings, FrameFlags.Ack, 0, 6)]
    public void CheckLength_OfATypeWithALengthOfItsOwn_RefusesOthers(FrameType type, byte flags, int right, int wrong)
    {
        FramePayload.CheckLength(new FrameHeader(right, type, flags, 0)).ShouldBe(Http2ErrorCode.NoError);
        FramePayload.CheckLength(new FrameHeader(wrong, type, flags, 0)).ShouldBe(Http2ErrorCode.FrameSizeError);
    }

    [Theory]
    [InlineData(SettingId.EnablePush, 1u, Http2ErrorCode.NoError)]
    [InlineData(SettingId.EnablePush, 2u, Http2ErrorCode.ProtocolError)]
    [InlineData(SettingId.InitialWindowSize, 0x7FFF_FFFFu, Http2ErrorCode.NoError)]
    [InlineData(SettingId.InitialWindowSize, 0x8000_0000u, Http2ErrorCode.FlowControlError)]
    [InlineData(SettingId.MaxFrameSize, 16_383u, Http2ErrorCode.ProtocolError)]
    [InlineData(SettingId.MaxFrameSize, 16_384u, Http2ErrorCode.NoError)]
    [InlineData(SettingId.MaxFrameSize, 16_777_215u, Http2ErrorCode.NoError)]
    [InlineData(SettingId.MaxFrameSize, 16_777_216u, Http2ErrorCode.ProtocolError)]
    [InlineData(SettingId.HeaderTableSize, uint.MaxValue, Http2ErrorCode.NoError)]
    [InlineData((SettingId)0x99, uint.MaxValue, Http2ErrorCode.NoError)]
    public void Check_OfASetting_RefusesWhatTheRfcDoes(SettingId id, uint value, Http2ErrorCode code)
    {
        var bytes = new byte[Setting.Bytes];
        new Setting(id, value).Write(bytes);

        Setting.Read(bytes).ShouldBe(new Setting(id, value));
        Setting.Read(bytes).Check().ShouldBe(code);
    }

    private static FrameHeader Header(FrameType type, byte flags) => new(0, type, flags, 1);
}
