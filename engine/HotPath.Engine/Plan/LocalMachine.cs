using System.Net;
using System.Net.NetworkInformation;

namespace HotPath.Engine.Plan;

/// <summary>What names this machine: where a connection that an exporter makes would come back.</summary>
/// <param name="HostName">Its own name, as the system tells it.</param>
/// <param name="Addresses">The addresses of its interfaces.</param>
public sealed record LocalMachine(string HostName, IReadOnlyList<IPAddress> Addresses)
{
    // Debian's /etc/hosts gives the machine's own name this address.
    private static readonly IPAddress DebianHost = new([127, 0, 1, 1]);
    private static readonly string[] LoopbackNames = ["localhost", "localhost.localdomain", "localhost6", "ip6-localhost", "ip6-loopback"];
    private static readonly Lazy<LocalMachine> ThisOne = new(Read);

    /// <summary>The machine that this process runs on, as it was when it was first asked for.</summary>
    public static LocalMachine Current => ThisOne.Value;

    /// <summary>
    /// The addresses that a host means, as far as its text tells; empty for a name of another machine: names are not looked up, since
    /// what they mean may change. 0.0.0.0, :: and nothing mean, as a destination, loopback.
    /// </summary>
    public IReadOnlyList<IPAddress> AddressesOf(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        string plain = host.Trim('[', ']').TrimEnd('.');
        if (plain.Length == 0
            || LoopbackNames.Contains(plain, StringComparer.OrdinalIgnoreCase)
            || plain.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }

        if (Literal(plain) is { } address)
        {
            return address.Equals(IPAddress.Any) ? [IPAddress.Loopback]
                : address.Equals(IPAddress.IPv6Any) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
                : [address];
        }

        return plain.Equals(HostName, StringComparison.OrdinalIgnoreCase)
            ? [.. Addresses, IPAddress.Loopback, IPAddress.IPv6Loopback, DebianHost]
            : [];
    }

    /// <summary>True if an address is this machine's.</summary>
    public bool Has(IPAddress address) => IPAddress.IsLoopback(address) || Addresses.Contains(address);

    /// <summary>An address from its text in any spelling, <c>::ffff:1.2.3.4</c> as 1.2.3.4; null for a name.</summary>
    internal static IPAddress? Literal(string host) =>
        !IPAddress.TryParse(host, out IPAddress? address) ? null : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static LocalMachine Read()
    {
        try
        {
            IPAddress[] addresses =
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .SelectMany(n => n.GetIPProperties().UnicastAddresses)
                    .Select(a => WithoutZone(a.Address)),
            ];
            return new LocalMachine(Environment.MachineName, addresses);
        }
        catch (NetworkInformationException)
        {
            // A sandbox may hide the interfaces; the loopback spellings and the name remain.
            return new LocalMachine(Environment.MachineName, []);
        }
    }

    private static IPAddress WithoutZone(IPAddress address) => address.IsIPv6LinkLocal ? new IPAddress(address.GetAddressBytes()) : address;
}
