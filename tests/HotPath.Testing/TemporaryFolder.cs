namespace HotPath.Testing;

/// <summary>A folder that exists as long as this object.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <summary>Makes one.</summary>
    /// <param name="isInMemory">True for one that costs no disk, where the machine has such a place.</param>
    public TemporaryFolder(bool isInMemory = false) => Path = isInMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"hotpath-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("hotpath-").FullName;

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Removes it with all that is in it.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
