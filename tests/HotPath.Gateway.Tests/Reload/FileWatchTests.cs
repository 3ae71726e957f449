using System.Collections.Concurrent;
using HotPath.Gateway.Reload;
using HotPath.Testing;

namespace HotPath.Gateway.Tests.Reload;

/// <summary>
/// What is a change of a file, and what is none. The clock is a fake one: these are about the poll, which needs no events.
/// </summary>
public sealed class FileWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly ConcurrentQueue<string> _changed = new();
    private readonly FileWatch _watch;

    public FileWatchTests() => _watch = new FileWatch(
        files =>
        {
            foreach (string file in files)
            {
                _changed.Enqueue(Path.GetRelativePath(_folder.Path, file));
            }
        },
        _clock);

    private string File(string name) => Path.Combine(_folder.Path, name);

    private void Write(string name, string text) => System.IO.File.WriteAllText(File(name), text);

    private void Poll() => _clock.Advance(FileWatch.PollInterval);

    [Fact]
    public void Poll_OtherContent_TellsOnce()
    {
        Write("a", "1");
        Write("b", "1");
        _watch.Add([File("a"), File("b")]);

        Write("a", "2");
        Poll();
        Poll();

        _changed.ShouldBe(["a"]);
    }

    [Fact]
    public void Poll_SameContentWrittenAgain_IsNoChange()
    {
        Write("a", "1");
        _watch.Add([File("a")]);

        Write("a", "1");
        System.IO.File.SetLastWriteTimeUtc(File("a"), DateTime.UtcNow.AddHours(1));
        Poll();

        _changed.ShouldBeEmpty();
    }

    [Fact]
    public void Poll_LinkSwappedAsKubernetesDoes_Tells()
    {
        MountedFolder.Publish(_folder.Path, "v1", "config.yaml", "one");
        _watch.Add([File("config.yaml")]);

        MountedFolder.Publish(_folder.Path, "v2", "config.yaml", "two");
        Poll();

        _changed.ShouldBe(["config.yaml"]);
    }

    [Fact]
    public void Poll_FileGoneAndBack_TellsBothTimes()
    {
        Write("a", "1");
        _watch.Add([File("a")]);

        System.IO.File.Delete(File("a"));
        Poll();
        Write("a", "1");
        Poll();

        _changed.ShouldBe(["a", "a"]);
    }

    [Fact]
    public void Add_FileInADirectoryThatIsNotThere_IsPolled()
    {
        _watch.Add([File("later/a")]);

        Directory.CreateDirectory(File("later"));
        Write("later/a", "1");
        Poll();

        _changed.ShouldBe(["later/a"]);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
    }
}
