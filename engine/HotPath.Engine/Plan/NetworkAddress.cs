using System.Net;
using System.Net.Sockets;
using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>A host and port that the configuration names, and where it names them.</summary>
/// <param name="Host">A name or an IP literal without brackets; empty means every address.</param>
/// <param name="Port">The port.</param>
/// <param name="Position">Where it is written.</param>
public readonly record struct NetworkAddress(string Host, int Port, ConfigPosition Position)
{
    /// <summary>True if a connection to this address ends at a listener on <paramref name="listener"/>, as far as the texts tell.</summary>
    /// <param name="listener">Where something listens. 0.0.0.0 takes IPv4 only; :: and nothing take both.</param>
    /// <param name="machine">The machine that both are on; the one this process runs on if null.</param>
    public bool Reaches(in NetworkAddress listener, LocalMachine? machine = null)
    {
        if (Port != listener.Port)
        {
            return false;
        }

        if (string.Equals(Host, listener.Host, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        LocalMachine local = machine ?? LocalMachine.Current;
        IReadOnlyList<IPAddress> reached = local.AddressesOf(Host);
        IPAddress? bound = LocalMachine.Literal(listener.Host);
        bool isAny = listener.Host.Length == 0 || IPAddress.IPv6Any.Equals(bound);
        bool isAnyOfIPv4 = IPAddress.Any.Equals(bound);
        if (isAny || isAnyOfIPv4)
        {
            return reached.Any(a => local.Has(a) && (isAny || a.AddressFamily == AddressFamily.InterNetwork));
        }

        return reached.Intersect(local.AddressesOf(listener.Host)).Any();
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
