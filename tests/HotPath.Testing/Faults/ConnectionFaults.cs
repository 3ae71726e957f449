using System.Net.Sockets;
using System.Text;

namespace HotPath.Testing.Faults;

/// <summary>What any connection may meet, whatever it is to carry, and the pieces that the others are made of.</summary>
public static class ConnectionFaults
{
    /// <summary>Reset before a byte was said.</summary>
    public static Task Cut(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        return Task.CompletedTask;
    }

    /// <summary>Closed in order before a byte was said.</summary>
    public static Task Closed(Socket socket) => Task.CompletedTask;

    /// <summary>Some other service: it greets first.</summary>
    public static Task OtherService(Socket socket) => SendAsync(socket, "220 mail.example ESMTP ready\r\n");

    /// <summary>Sends a text, and lets it arrive: nothing more is read before the other side has closed.</summary>
    internal static async Task SendAsync(Socket socket, string text)
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes(text));
        socket.Shutdown(SocketShutdown.Send);
        await DrainAsync(socket);
    }

    /// <summary>Reads until the other side closes.</summary>
    internal static async Task DrainAsync(Socket socket)
    {
        var ignored = new byte[16 * 1024];
        while (await socket.ReceiveAsync(ignored) > 0)
        {
        }
    }
}
