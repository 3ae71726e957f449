using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using HotPath.Components.Exporters.Otlp;
using HotPath.Testing.Rpc;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary><c>grpc-status-details-bin</c>, written by Google.Protobuf and by nobody in particular.</summary>
public sealed class RetryInfoReaderTests
{
    private static string Header(params Any[] details)
    {
        var status = new Status { Code = 14, Message = "later" };
        status.Details.AddRange(details);
        return Convert.ToBase64String(status.ToByteArray());
    }

    private static Any Delay(long seconds, int nanos) =>
        Any.Pack(new RetryInfo { RetryDelay = new Duration { Seconds = seconds, Nanos = nanos } });

    private static TimeSpan? Parse(string header) => RetryInfoReader.Parse(header);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1_000_000, 0.001)]
    [InlineData(2, 500_000_000, 2.5)]
    [InlineData(86_400, 0, 86_400)]
    [InlineData(315_576_000_000, 0, 86_400)]
    [InlineData(-5, 0, 0)]
    public void Parse_Delay_IsReadWithinBounds(long seconds, int nanos, double expected)
    {
        string header = Header(Delay(seconds, nanos));
        Parse(header).ShouldBe(TimeSpan.FromSeconds(expected));
        Parse(header.TrimEnd('=')).ShouldBe(TimeSpan.FromSeconds(expected), "padding is optional");
    }

    [Fact]
    public void Parse_OtherDetailsBeforeIt_ArePassedOver() =>
        Parse(Header(Any.Pack(new Duration { Seconds = 99 }), Delay(3, 0), Delay(4, 0))).ShouldBe(TimeSpan.FromSeconds(3));

    [Fact]
    public void Parse_RetryInfoWithoutDelay_IsStillRetryInfo() => Parse(Header(Any.Pack(new RetryInfo()))).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Parse_NoRetryInfo_IsNone() => Parse(Header(Any.Pack(new Duration { Seconds = 99 }))).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("A")]
    [InlineData("////////")]
    public void Parse_Nonsense_IsNone(string header) => Parse(header).ShouldBeNull();

    [Fact]
    public void Parse_CutOrBentAnywhere_NeverThrows()
    {
        byte[] whole = Convert.FromBase64String(Header(Delay(3, 5)));
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bent = whole[..random.Next(whole.Length + 1)];
            if (bent.Length > 0)
            {
                bent[random.Next(bent.Length)] = (byte)random.Next(256);
            }

            TimeSpan? delay = Parse(Convert.ToBase64String(bent));
            (delay is null || (delay >= TimeSpan.Zero && delay <= RetryInfoReader.MaxDelay)).ShouldBeTrue();
        }
    }
}
