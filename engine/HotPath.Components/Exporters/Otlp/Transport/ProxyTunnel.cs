using System.Net.Sockets;
using System.Text;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>Asks an HTTP proxy for a way through to the target: CONNECT (RFC 9110, section 9.3.6).</summary>
internal static class ProxyTunnel
{
    private const int MaxAnswerBytes = 16 * 1024;

    /// <summary>Sends the request and reads the answer's head, byte for byte no further.</summary>
    /// <exception cref="IOException">The proxy refused, or its answer is none.</exception>
    public static async Task OpenAsync(Socket socket, ProxySettings proxy, string target, CancellationToken cancel)
    {
        string credentials = proxy.Credentials is null ? "" : $"Proxy-Authorization: Basic {proxy.Credentials}\r\n";
        byte[] request = Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{credentials}\r\n");
        for (int sent = 0; sent < request.Length;)
        {
            sent += await socket.SendAsync(request.AsMemory(sent), SocketFlags.None, cancel);
        }

        string head = await ReadHeadAsync(socket, proxy, cancel);
        string status = head.Split("\r\n", 2)[0];
        if (!status.StartsWith("HTTP/1.", StringComparison.Ordinal) || status.Length < 12 || status[9] != '2')
        {
            throw new IOException($"the proxy {proxy} (HTTPS_PROXY) did not connect us to {target}: {status}");
        }
    }

    private static async Task<string> ReadHeadAsync(Socket socket, ProxySettings proxy, CancellationToken cancel)
    {
        // One byte at a time: what follows is the target's.
        var head = new StringBuilder();
        var next = new byte[1];
        while (head.Length < MaxAnswerBytes)
        {
            if (await socket.ReceiveAsync(next, SocketFlags.None, cancel) == 0)
            {
                throw new IOException($"the proxy {proxy} (HTTPS_PROXY) closed the connection instead of answering CONNECT");
            }

            head.Append((char)next[0]);
            if (next[0] == '\n' && head.Length >= 4 && head[^2] == '\r' && head[^3] == '\n')
            {
                return head.ToString();
            }
        }

        throw new IOException($"the proxy {proxy} (HTTPS_PROXY) answered CONNECT with more than {MaxAnswerBytes} bytes of headers");
    }
}
