using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace HotPath.Testing.Faults;

/// <summary>What a client of HTTP/1.1 may meet behind its request.</summary>
public static partial class HttpFaults
{
    private const string Success = "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\n";

    /// <summary>The connection is reset while a request comes.</summary>
    public static async Task CutInRequest(Socket socket)
    {
        await socket.ReceiveAsync(new byte[16]);
        socket.LingerState = new LingerOption(true, 0);
    }

    /// <summary>No answer comes, until the client gives the request up.</summary>
    public static Task Hung(Socket socket) => ConnectionFaults.DrainAsync(socket);

    /// <summary>An answer in no protocol.</summary>
    public static Task Noise(Socket socket) => AnswerAsync(socket, "\x16\x03\x01 what is this\r\n\r\n");

    /// <summary>Half a response: its headers end in the middle.</summary>
    public static Task HalfAHead(Socket socket) => AnswerAsync(socket, Success + "Content-Le");

    /// <summary>Half a response: less than its Content-Length says.</summary>
    public static Task HalfABody(Socket socket) => AnswerAsync(socket, Success + "Content-Length: 100\r\n\r\nabc");

    /// <summary>A chunk whose size is no number.</summary>
    public static Task BadChunk(Socket socket) => AnswerAsync(socket, Success + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");

    /// <summary>More headers than anybody sends.</summary>
    public static Task EndlessHead(Socket socket) => AnswerAsync(socket, Success + $"X-Long: {new string('x', 1 << 20)}\r\n\r\n");

    private static async Task AnswerAsync(Socket socket, string answer)
    {
        await ReadRequestAsync(socket);
        await ConnectionFaults.SendAsync(socket, answer);
    }

    private static async Task ReadRequestAsync(Socket socket)
    {
        var text = new StringBuilder();
        var bytes = new byte[16 * 1024];
        while (!IsWhole(text.ToString()))
        {
            int read = await socket.ReceiveAsync(bytes);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            text.Append(Encoding.Latin1.GetString(bytes, 0, read));
        }
    }

    private static bool IsWhole(string request)
    {
        int head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Match length = ContentLength().Match(request);
        return head >= 0 && (length.Success
            ? request.Length - head - 4 >= int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture)
            : request.EndsWith("0\r\n\r\n", StringComparison.Ordinal));
    }

    [GeneratedRegex("(?i)\r\ncontent-length: *([0-9]+)\r\n")]
    private static partial Regex ContentLength();
}
