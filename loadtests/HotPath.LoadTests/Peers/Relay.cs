using System.Net;
using System.Net.Sockets;

namespace HotPath.LoadTests.Peers;

/// <summary>
/// The I/O floor: every byte is received and sent on, and none is looked at. It relays TCP connections one to one, so that HTTP/2 is
/// between the sender and the sink alone; what it costs, no program in the middle can save.
/// </summary>
internal static class Relay
{
    private const int BlockBytes = 256 * 1024;

    /// <summary>Relays from a port to another until the process is stopped.</summary>
    public static async Task RunAsync(int port, int to, CancellationToken stop)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(4096);
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptAsync(stop);
                _ = RelayAsync(client, to);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: the process ends, and its connections with it.
        }
    }

    private static async Task RelayAsync(Socket client, int to)
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, to));
                await Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client));
            }
            catch (SocketException)
            {
                // One side is gone; closing both tells the other.
            }
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        byte[] block = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
        int received;
        while ((received = await from.ReceiveAsync(block)) > 0)
        {
            for (int sent = 0; sent < received;)
            {
                sent += await to.SendAsync(block.AsMemory(sent, received - sent));
            }
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
