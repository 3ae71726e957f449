using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>Names the machine: its name, its operating system, and what else is asked for.</summary>
internal sealed class SystemDetector : IDetector
{
    /// <summary>What it can find out, and whether it is asked to unless the configuration says.</summary>
    public static IReadOnlyDictionary<string, bool> Attributes { get; } = new Dictionary<string, bool>
    {
        ["host.name"] = true,
        ["os.type"] = true,
        ["host.id"] = false,
        ["host.arch"] = false,
        ["host.ip"] = false,
        ["host.mac"] = false,
    };

    private static readonly string[] IdFiles = ["etc/machine-id", "var/lib/dbus/machine-id", "sys/class/dmi/id/product_uuid"];

    private readonly IReadOnlyList<string> _sources;
    private readonly HashSet<string> _wanted;
    private readonly string _root;

    /// <summary>Makes one.</summary>
    /// <param name="sources">Where the name is looked for: <c>dns</c>, <c>os</c>; the first that has one.</param>
    /// <param name="wanted">Of <see cref="Attributes"/>.</param>
    /// <param name="root">Below which files are read: <c>/</c>, except in tests.</param>
    public SystemDetector(IReadOnlyList<string> sources, IEnumerable<string> wanted, string root)
    {
        _sources = sources;
        _wanted = [.. wanted];
        _root = root;
    }

    /// <inheritdoc/>
    public string Name => "system";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Detected>> DetectAsync(CancellationToken cancel)
    {
        List<Detected> found = [];
        void Add(string key, Func<string?> value)
        {
            if (_wanted.Contains(key) && value() is { Length: > 0 } text)
            {
                found.Add(Detected.Text(key, text));
            }
        }

        string name = await HostNameAsync(cancel);
        Add("host.name", () => name);
        Add("os.type", OsType);
        Add("host.id", HostId);
        Add("host.arch", Architecture);
        if (_wanted.Contains("host.ip"))
        {
            found.Add(Detected.Texts("host.ip", Addresses()));
        }

        if (_wanted.Contains("host.mac"))
        {
            found.Add(Detected.Texts("host.mac", HardwareAddresses()));
        }

        return found;
    }

    private async Task<string> HostNameAsync(CancellationToken cancel)
    {
        List<string> failures = [];
        foreach (string source in _sources)
        {
            try
            {
                string name = source == "os"
                    ? Dns.GetHostName()
                    : (await Dns.GetHostEntryAsync(Dns.GetHostName(), cancel)).HostName.TrimEnd('.');
                if (name.Length > 0)
                {
                    return name;
                }
            }
            catch (SocketException fault)
            {
                failures.Add($"{source}: {fault.Message}");
            }
        }

        throw new DetectionException($"no source has a name for this host ({string.Join("; ", failures)})");
    }

    private string? HostId() => IdFiles
        .Select(file => Path.Combine(_root, file))
        .Where(File.Exists)
        .Select(file => File.ReadAllText(file).Trim())
        .FirstOrDefault(id => id.Length > 0);

    private static string OsType() =>
        OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "freebsd";

    private static string Architecture() => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "x86",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        System.Runtime.InteropServices.Architecture.Arm => "arm32",
        System.Runtime.InteropServices.Architecture.S390x => "s390x",
        System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<NetworkInterface> Interfaces() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.OperationalStatus == OperationalStatus.Up && one.NetworkInterfaceType != NetworkInterfaceType.Loopback);

    private static IEnumerable<string> Addresses() =>
        Interfaces().SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(address => address.Address.ToString().Split('%')[0]);

    private static IEnumerable<string> HardwareAddresses() => Interfaces()
        .Select(one => one.GetPhysicalAddress().GetAddressBytes())
        .Where(bytes => bytes.Length > 0)
        .Select(bytes => string.Join('-', bytes.Select(b => b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture))));
}
