using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using HotPath.LoadTests.Friday;
using HotPath.Testing.Rpc;

namespace HotPath.LoadTests.Tests.Friday;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(250)]
    [InlineData(61_500)]
    public void Read_OfDetails_IsTheirDelay(int milliseconds)
    {
        var details = new Status { Code = 14, Message = "no room" };
        details.Details.Add(Any.Pack(new StringValue { Value = "another detail" }));
        details.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(milliseconds)) }));

        RetryDelay.Read(Convert.ToBase64String(details.ToByteArray())).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
        RetryDelay.Read(Convert.ToBase64String(details.ToByteArray()).TrimEnd('=')).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void Read_OfDetailsWithoutRetryInfo_IsNull() =>
        RetryDelay.Read(Convert.ToBase64String(new Status { Code = 3 }.ToByteArray())).ShouldBeNull();
}
