using System.Net.Sockets;
using HotPath.Components.Exporters.Shared;

namespace HotPath.Components.Tests.Exporters.Shared;

public sealed class NoAnswerTests
{
    public static TheoryData<Exception, bool> Faults { get; } = new()
    {
        { new HttpRequestException("refused"), true },
        { new IOException("reset while it was written to"), true },
        { new SocketException((int)SocketError.NotConnected), true },
        { new TaskCanceledException(), true },
        { new InvalidOperationException("a defect"), false },
        { new ObjectDisposedException("a defect, too"), false },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Is_AFaultOfTheHttpClient_TellsPeersFromDefects(Exception fault, bool isNoAnswer) =>
        NoAnswer.Is(fault).ShouldBe(isNoAnswer);
}
