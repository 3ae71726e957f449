namespace HotPath.LoadTests.Scenarios;

/// <summary>Where a contender's queue lies on disk, over as many of its processes as it takes.</summary>
internal sealed class StorageFolder : IDisposable
{
    private readonly DirectoryInfo _folder;

    private StorageFolder(Contender contender)
    {
        _folder = Directory.CreateTempSubdirectory("hotpath-queue-");
        Contender = contender with { StorageDirectory = _folder.FullName };
    }

    /// <summary>The contender with its queue here.</summary>
    public Contender Contender { get; }

    public string Path => _folder.FullName;

    /// <summary>Whether its queue syncs what it writes.</summary>
    public bool IsSynced => Contender.Storage?.Contains("fsync: true", StringComparison.Ordinal) ?? false;

    /// <summary>Bytes of all files.</summary>
    public long Bytes => _folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Exists ? file.Length : 0);

    public static StorageFolder For(Contender contender) => new(contender);

    public void Dispose() => _folder.Delete(recursive: true);
}
