using HotPath.Core.Http2;

namespace HotPath.Core.Tests.Http2;

/// <summary>RFC 9113, section 4.1.</summary>
public sealed class FrameHeaderTests
{
    [Fact]
    public void Write_EveryField_StandsWhereTheRfcPutsIt()
    {
        var to = new byte[FrameHeader.Bytes];
        new FrameHeader(0x010203, FrameType.Continuation, FrameFlags.EndHeaders | FrameFlags.Padded, 0x04050607).Write(to);

        to.ShouldBe([0x01, 0x02, 0x03, 0x09, 0x0C, 0x04, 0x05, 0x06, 0x07]);
    }

    [Fact]
    public void Read_ReservedBit_IsIgnored()
    {
        FrameHeader header = FrameHeader.Read([0xFF, 0xFF, 0xFF, 0xEE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);

        header.ShouldBe(new FrameHeader(Http2Limits.MostMaxFrameBytes, (FrameType)0xEE, 0xFF, int.MaxValue));
    }

    [Theory]
    [InlineData(0, FrameType.Data, 0, 0)]
    [InlineData(16_384, FrameType.Headers, 0x25, 1)]
    [InlineData(16_777_215, FrameType.WindowUpdate, 0xFF, int.MaxValue)]
    public void Read_WhatWasWritten_IsTheSame(int length, FrameType type, byte flags, int stream)
    {
        var header = new FrameHeader(length, type, flags, stream);
        var to = new byte[FrameHeader.Bytes];
        header.Write(to);

        FrameHeader.Read(to).ShouldBe(header);
    }

    [Fact]
    public void ReadAndWrite_WithTooLittleRoom_Throw()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => FrameHeader.Read(new byte[8]));
        Should.Throw<ArgumentOutOfRangeException>(() => new FrameHeader(0, FrameType.Ping, 0, 0).Write(new byte[8]));
    }

    [Fact]
    public void Has_WantsAllBits()
    {
        var header = new FrameHeader(0, FrameType.Headers, FrameFlags.EndStream, 1);

        header.Has(FrameFlags.EndStream).ShouldBeTrue();
        header.Has(FrameFlags.EndStream | FrameFlags.EndHeaders).ShouldBeFalse();
    }
}
