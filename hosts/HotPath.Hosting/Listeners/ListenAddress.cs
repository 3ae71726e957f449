using System.Net;
using System.Net.Sockets;
using HotPath.Engine.Plan;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HotPath.Hosting.Listeners;

/// <summary>Tells Kestrel where to listen, as Go's <c>net.Listen</c> reads a host and port.</summary>
internal static class ListenAddress
{
    /// <summary>
    /// The address that a name or literal stands for; null for the two that are more than one address: every address (an empty host), and
    /// localhost. Throws <see cref="SocketException"/> if a name is not known.
    /// </summary>
    public static async Task<IPAddress?> ResolveAsync(NetworkAddress address, CancellationToken cancel)
    {
        if (address.Host is "" || IsLocalhost(address))
        {
            return null;
        }

        if (IPAddress.TryParse(address.Host, out IPAddress? literal))
        {
            return literal;
        }

        IPAddress[] found = await Dns.GetHostAddressesAsync(address.Host, cancel);
        return found.FirstOrDefault(ip => ip.AddressFamily == AddressFamily.InterNetwork) ?? found.First();
    }

    /// <summary>Says why an address cannot be had, and what to do.</summary>
    public static string WhyNot(NetworkAddress address, Exception fault)
    {
        SocketException? socket = Socket(fault);
        return (fault.InnerException is AddressInUseException ? SocketError.AddressAlreadyInUse : socket?.SocketErrorCode) switch
        {
            SocketError.AddressAlreadyInUse => $"something listens there already; stop it, or take another port than {address.Port}",
            SocketError.AccessDenied => "no permission; take a port above 1023, or run with CAP_NET_BIND_SERVICE",
            SocketError.AddressNotAvailable => $"{address.Host} is not an address of this machine",
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => $"the name {address.Host} is not known",
            _ => fault.Message,
        };
    }

    /// <summary>Adds the listener.</summary>
    public static void Listen(KestrelServerOptions kestrel, NetworkAddress address, IPAddress? resolved, Action<ListenOptions> configure)
    {
        if (resolved is not null)
        {
            kestrel.Listen(resolved, address.Port, configure);
        }
        else if (!IsLocalhost(address))
        {
            kestrel.ListenAnyIP(address.Port, configure);
        }
        else if (address.Port == 0)
        {
            // Any free port cannot be one port on two addresses.
            kestrel.Listen(IPAddress.Loopback, 0, configure);
        }
        else
        {
            kestrel.ListenLocalhost(address.Port, configure);
        }
    }

    private static bool IsLocalhost(NetworkAddress address) => string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);

    private static SocketException? Socket(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is SocketException socket)
            {
                return socket;
            }
        }

        return null;
    }
}
