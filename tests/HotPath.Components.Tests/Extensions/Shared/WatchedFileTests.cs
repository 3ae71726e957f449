using HotPath.Components.Extensions.Shared;
using HotPath.Testing;

namespace HotPath.Components.Tests.Extensions.Shared;

public sealed class WatchedFileTests : IDisposable
{
    private const string Key = "extensions::bearertokenauth::filename";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly CapturedLog _log = new();
    private readonly List<string> _used = [];

    private string File => Path.Combine(_folder.Path, "token");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Start_AtTheLargestSize_UsesAllOfIt()
    {
        string content = new('x', WatchedFile.MaxBytes);
        System.IO.File.WriteAllText(File, content);
        using WatchedFile file = Watched(File);

        file.Start();

        _used.ShouldBe([content]);
    }

    [Fact]
    public void Start_AByteLarger_IsRefusedWithKeyAndLimit()
    {
        System.IO.File.WriteAllText(File, new('x', WatchedFile.MaxBytes + 1));
        using WatchedFile file = Watched(File);

        Should.Throw<InvalidOperationException>(file.Start).Message.ShouldBe(
            $"{Key} '{File}': it is larger than {WatchedFile.MaxBytes} bytes, and no file of credentials; name another");
        _used.ShouldBeEmpty();
    }

    /// <summary>As the kernel's files do: they say that they are empty.</summary>
    [Fact]
    public void Start_OfAFileThatSaysNoLength_ReadsItToItsEnd()
    {
        using WatchedFile file = Watched("/proc/self/status");

        file.Start();

        _used.ShouldHaveSingleItem().ShouldEndWith("\n");
        _used[0].ShouldStartWith("Name:");
    }

    [Fact]
    public void Change_ThatIsTooLarge_IsLoggedOnceAndLeavesTheFormerInForce()
    {
        System.IO.File.WriteAllText(File, "old");
        using WatchedFile file = Watched(File);
        file.Start();

        System.IO.File.WriteAllText(File, new('x', WatchedFile.MaxBytes + 1));
        for (int look = 0; look < 3; look++)
        {
            _clock.Advance(WatchedFile.Interval);
        }

        _used.ShouldBe(["old"]);
        _log.Lines.ShouldHaveSingleItem().Fields["error"].ShouldBeOfType<string>().ShouldContain("larger than");
    }

    private WatchedFile Watched(string file) => new(Key, file, _clock, _log, _used.Add);
}
