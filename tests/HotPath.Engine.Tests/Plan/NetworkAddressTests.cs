using System.Net;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Tests.Plan;

public class NetworkAddressTests
{
    private static readonly LocalMachine Machine = new(
        "gateway-7", [IPAddress.Parse("10.1.2.3"), IPAddress.Parse("fd00::3"), IPAddress.Loopback, IPAddress.IPv6Loopback]);

    private static bool Reaches(string target, string listener) =>
        new NetworkAddress(target, 4317, default).Reaches(new NetworkAddress(listener, 4317, default), Machine);

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost")]
    [InlineData("localhost.")]
    [InlineData("ip6-localhost")]
    [InlineData("me.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.9.9.9")]
    [InlineData("2130706433")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("gateway-7")]
    [InlineData("GATEWAY-7")]
    [InlineData("10.1.2.3")]
    public void Reaches_AListenerOnEveryIPv4Address_HasManySpellings(string target)
    {
        Reaches(target, "0.0.0.0").ShouldBeTrue();
        Reaches(target, "::").ShouldBeTrue();
        Reaches(target, "").ShouldBeTrue();
    }

    [Theory]
    [InlineData("::1", "::", true)]
    [InlineData("0:0:0:0:0:0:0:1", "", true)]
    [InlineData("fd00::3", "::", true)]
    [InlineData("::1", "0.0.0.0", false)]
    [InlineData("fd00::3", "0.0.0.0", false)]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("localhost", "127.0.0.1", true)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    [InlineData("::1", "localhost", true)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData("127.0.0.2", "127.0.0.1", false)]
    [InlineData("gateway-7", "10.1.2.3", true)]
    [InlineData("gateway-7", "127.0.1.1", true)]
    [InlineData("localhost", "10.1.2.3", false)]
    [InlineData("backend", "backend", true)]
    [InlineData("backend", "0.0.0.0", false)]
    [InlineData("10.1.2.4", "0.0.0.0", false)]
    [InlineData("10.1.2.4", "::", false)]
    public void Reaches_OtherPairs_GoesByWhatTheTextsMean(string target, string listener, bool reaches) =>
        Reaches(target, listener).ShouldBe(reaches);

    [Fact]
    public void Reaches_AnotherPort_IsNever() =>
        new NetworkAddress("localhost", 4317, default).Reaches(new NetworkAddress("localhost", 4318, default), Machine).ShouldBeFalse();

    [Fact]
    public void Current_ThisMachine_KnowsItsNameAndLoopback()
    {
        LocalMachine.Current.HostName.ShouldBe(Environment.MachineName);
        LocalMachine.Current.Has(IPAddress.Loopback).ShouldBeTrue();
    }
}
