using System.Globalization;
using HotPath.Core.Compression;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.FileStorage;

/// <summary>
/// Reads the keys of a <c>file_storage</c> extension (contrib/extension/storage/filestorage), and HotPath's own below <c>hotpath</c>.
/// </summary>
public sealed class FileStorageFactory : IExtensionFactory
{
    /// <summary>The default of <c>directory</c>.</summary>
    public const string DefaultDirectory = "/var/lib/otelcol/file_storage";

    private const string DefaultPermissions = "0750";
    private const long BytesPerMiB = 1 << 20;

    private static readonly string[] CompactionKeys =
    [
        "on_start", "on_rebound", "directory", "max_transaction_size", "rebound_needed_threshold_mib", "rebound_trigger_threshold_mib",
        "check_interval", "cleanup_on_start",
    ];

    /// <inheritdoc/>
    public string Type => "file_storage";

    /// <inheritdoc/>
    public ExtensionPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        string directory = map.Text("directory", DefaultDirectory);
        if (directory.Length == 0)
        {
            map.Error("directory", "must not be empty: name the directory that keeps the queues");
        }

        bool create = map.Flag("create_directory", false);
        UnixFileMode mode = ReadPermissions(map);
        TimeSpan timeout = map.Duration("timeout", TimeSpan.FromSeconds(1));
        bool fsync = map.Flag("fsync", false);
        bool recreate = map.Flag("recreate", false);
        CautionOfCompaction(map);
        ConfigMap own = map.Map("hotpath");
        long maxMiB = own.Integer("max_size_mib", 0, 0, long.MaxValue / BytesPerMiB);
        bool compress = own.OneOf("compression", "lz4", "lz4", "none") == "lz4";
        own.Done();
        if (compress && Codec.Lz4Fast.Missing is { } missing)
        {
            map.Error("hotpath", $"{missing}; or write hotpath: {{compression: none}}");
        }

        map.Done();
        return new StoragePlan(id, directory)
        {
            CreateDirectory = create,
            DirectoryMode = mode,
            LockTimeout = timeout,
            Fsync = fsync,
            Recreate = recreate,
            MaxBytes = maxMiB * BytesPerMiB,
            Compress = compress,
        };
    }

    private static UnixFileMode ReadPermissions(ConfigMap map)
    {
        string text = map.Text("directory_permissions", DefaultPermissions);
        int bits = 0;
        foreach (char digit in text)
        {
            bits = digit is >= '0' and <= '7' && bits <= 0xFFF ? (bits * 8) + (digit - '0') : int.MaxValue;
        }

        if (text.Length == 0 || bits > 0x1FF)
        {
            map.Error(
                "directory_permissions",
                string.Create(CultureInfo.InvariantCulture, $"'{text}' is not an octal mode of at most 0777: write \"0750\""));
            return UnixFileMode.None;
        }

        return (UnixFileMode)bits;
    }

    /// <summary>bbolt's files only grow; ours are removed as they are done with, so that there is nothing to compact.</summary>
    private static void CautionOfCompaction(ConfigMap map)
    {
        if (map.Child("compaction") is not { IsNull: false })
        {
            return;
        }

        ConfigMap compaction = map.Map("compaction");
        foreach (string key in CompactionKeys)
        {
            compaction.Child(key);
        }

        compaction.Done();
        map.Warn(
            "compaction", "has nothing to do: a queue's files are removed as soon as all that they hold has been sent; remove the block");
    }
}
