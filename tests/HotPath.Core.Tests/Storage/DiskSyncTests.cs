using HotPath.Core.Storage;
using HotPath.Testing;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Core.Tests.Storage;

public sealed class DiskSyncTests
{
    [Fact]
    public void File_ThatCanBeSynced_Is()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "file");
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, [1, 2, 3], 0);

        DiskSync.File(file, path);
        DiskSync.Directory(folder.Path);
    }

    /// <summary>.NET's own flush says nothing here, nor on a file system that has turned read-only.</summary>
    [Fact]
    public void File_OfWhichNobodyCanSay_IsAnErrorThatNamesIt()
    {
        using SafeFileHandle file = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);

        Should.Throw<IOException>(() => DiskSync.File(file, "/dev/null")).Message.ShouldContain("can't sync /dev/null");
    }

    [Fact]
    public void Directory_ThatIsNotThere_IsAnErrorThatNamesIt()
    {
        using var folder = new TemporaryFolder();
        string gone = Path.Combine(folder.Path, "gone");

        Should.Throw<IOException>(() => DiskSync.Directory(gone)).Message.ShouldContain(gone);
    }
}
