using System.Globalization;

namespace HotPath.Testing.Foreign;

/// <summary>
/// Ports for programs that cannot choose their own. They lie below those that the kernel gives to outgoing connections, so that only
/// another listener can take one between the choice and its use; and apart from 20,000 to 30,000, where tests/golden/run.py and the Friday
/// look for theirs.
/// </summary>
internal static class LoopbackPorts
{
    private const int First = 10_000;
    private const int Last = 20_000;
    private const string Listening = "0A";

    /// <summary>So many different ports, chosen at random.</summary>
    public static int[] Choose(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            ports.Add(Random.Shared.Next(First, Last));
        }

        return [.. ports];
    }

    /// <summary>True if the process listens on all of the ports itself: connecting alone would not tell it from a stranger.</summary>
    public static bool AreOf(int processId, int[] ports)
    {
        HashSet<string> held = [.. SocketsOf(processId)];
        HashSet<int> open = [.. Listeners().Where(listener => held.Contains(listener.Inode)).Select(static listener => listener.Port)];
        return open.IsSupersetOf(ports);
    }

    /// <summary>
    /// The listening sockets of the machine:
    /// <code>sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode …</code>
    /// with the address and its port in hexadecimal.
    /// </summary>
    private static IEnumerable<(int Port, string Inode)> Listeners() => File.ReadLines("/proc/net/tcp").Skip(1)
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(static fields => fields[3] == Listening)
        .Select(static fields => (int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), fields[9]));

    private static IEnumerable<string> SocketsOf(int processId)
    {
        const string Socket = "socket:[";
        foreach (string file in Directory.EnumerateFiles($"/proc/{processId}/fd"))
        {
            // It may have been closed since it was listed.
            if (new FileInfo(file).LinkTarget is { } target && target.StartsWith(Socket, StringComparison.Ordinal))
            {
                yield return target[Socket.Length..^1];
            }
        }
    }
}
