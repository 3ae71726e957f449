using System.Net;
using System.Net.Sockets;

namespace HotPath.LoadTests.Friday;

/// <summary>Ports of this machine that nothing listens on, below those which the kernel gives to clients.</summary>
internal static class FridayPorts
{
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>So many different ports.</summary>
    public static int[] Find(int count)
    {
        var found = new HashSet<int>();
        for (int tries = 0; found.Count < count; tries++)
        {
            if (tries > Last - First)
            {
                throw new InvalidOperationException($"{count} free ports between {First} and {Last} were looked for, {found.Count} found");
            }

            int port = Random.Shared.Next(First, Last);
            if (IsFree(port))
            {
                found.Add(port);
            }
        }

        return [.. found];
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
