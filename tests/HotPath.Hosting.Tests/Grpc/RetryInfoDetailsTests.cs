using HotPath.Hosting.Grpc;
using HotPath.Hosting.Requests;
using HotPath.Testing.Rpc;

namespace HotPath.Hosting.Tests.Grpc;

public sealed class RetryInfoDetailsTests
{
    public static TheoryData<long, string> Cases => new()
    {
        { 1, "" },
        { TimeSpan.TicksPerMillisecond * 100, "data refused due to high memory usage" },
        { TimeSpan.TicksPerSecond, "Grüße ✗" },
        { TimeSpan.TicksPerSecond * 30, new string('x', 127) },
        { (TimeSpan.TicksPerSecond * 127) + 9_999_999, new string('x', 128) },
        { TimeSpan.MaxValue.Ticks, new string('ß', 20_000) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Encode_IsWhatProtobufReads(long ticks, string message)
    {
        string header = RetryInfoDetails.Encode(RpcCode.Unavailable, message, new TimeSpan(ticks));

        header.ShouldNotContain("=");
        Status status = Status.Parser.ParseFrom(Convert.FromBase64String(header.PadRight((header.Length + 3) / 4 * 4, '=')));
        status.Code.ShouldBe(14);
        status.Message.ShouldBe(message);
        var delay = status.Details.ShouldHaveSingleItem().Unpack<RetryInfo>().RetryDelay;
        delay.Seconds.ShouldBe(ticks / TimeSpan.TicksPerSecond);
        delay.Nanos.ShouldBe((int)(ticks % TimeSpan.TicksPerSecond) * 100);
    }
}
