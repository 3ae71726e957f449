using System.Net;
using System.Net.Sockets;
using System.Text;
using HotPath.Components.Processors.ResourceDetection;
using HotPath.Core.Index;
using HotPath.Testing;

namespace HotPath.Components.Tests.Processors.ResourceDetection;

public sealed class DetectorTests
{
    [Theory]
    [InlineData("a=1, b = two%20words ,c=x+y,", null, "a=1 b=two words c=x y")]
    [InlineData(" ", "old=1", "old=1")]
    [InlineData("a=1,a=2", null, "a=2")]
    [InlineData(null, null, "")]
    public async Task Env_AList_IsRead(string? list, string? old, string expected)
    {
        IReadOnlyList<Detected> found = await Env(list, old).DetectAsync(CancellationToken.None);
        string.Join(' ', found.Select(Show)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a=1,,b=2")]
    [InlineData("=1")]
    [InlineData("a=%zz")]
    [InlineData("a=é")]
    public async Task Env_AMistake_SpoilsAll(string list) =>
        await Should.ThrowAsync<DetectionException>(() => Env(list, null).DetectAsync(CancellationToken.None));

    [Fact]
    public async Task System_WhatIsAskedFor_IsFoundAndNothingElse()
    {
        using var root = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(root.Path, "etc"));
        await File.WriteAllTextAsync(Path.Combine(root.Path, "etc", "machine-id"), "cafe\n");
        IReadOnlyList<Detected> found = await new SystemDetector(["os"], ["host.name", "host.id", "host.ip"], root.Path)
            .DetectAsync(CancellationToken.None);
        found.Select(one => one.Key.Name).ShouldBe(["host.name", "host.id", "host.ip"]);
        Show(found[0]).ShouldBe($"host.name={Dns.GetHostName()}");
        Show(found[1]).ShouldBe("host.id=cafe");
        found[2].Value.Value.Kind.ShouldBe(ValueKind.Array);
    }

    [Fact]
    public async Task Docker_ADaemon_IsAsked()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "docker.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Task daemon = AnswerAsync(listener, """{"Name":"moby","OSType":"linux","NCPU":2}""");
        IReadOnlyList<Detected> found = await new DockerDetector(["host.name", "os.type"], path).DetectAsync(CancellationToken.None);
        await daemon;
        string.Join(' ', found.Select(Show)).ShouldBe("host.name=moby os.type=linux");
    }

    [Fact]
    public async Task Docker_NoDaemon_IsAFailureThatNamesTheSocket() =>
        (await Should.ThrowAsync<DetectionException>(
            () => new DockerDetector(["host.name"], "/nowhere/docker.sock").DetectAsync(CancellationToken.None)))
            .Message.ShouldContain("/nowhere/docker.sock");

    private static EnvDetector Env(string? list, string? old) =>
        new(name => name == "OTEL_RESOURCE_ATTRIBUTES" ? list : name == "OTEL_RESOURCE" ? old : null);

    private static string Show(Detected found) => $"{found.Key.Name}={Encoding.UTF8.GetString(found.Value.Value.Content)}";

    private static async Task AnswerAsync(Socket listener, string json)
    {
        using Socket client = await listener.AcceptAsync();
        var request = new byte[4096];
        int read = await client.ReceiveAsync(request);
        Encoding.ASCII.GetString(request, 0, read).ShouldStartWith("GET /info ");
        await client.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {json.Length}\r\n\r\n{json}"));
    }
}
