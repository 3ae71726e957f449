using System.Net.Sockets;
using HotPath.Core.Http2;
using HotPath.Testing.Http2;

namespace HotPath.Testing.Faults;

/// <summary>What a client of gRPC may meet behind a connection that came up.</summary>
public static class GrpcFaults
{
    /// <summary>HTTP/1.1 answers: the wrong port, or a proxy.</summary>
    public static Task Http1(Socket socket) => ConnectionFaults.SendAsync(
        socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    /// <summary>The connection is reset while a request comes.</summary>
    public static Task CutInRequest(Socket socket) => WithAsync(socket, static async (connection, raw) =>
    {
        await connection.ReadUntilAsync(FrameType.Headers);
        raw.LingerState = new LingerOption(true, 0);
    });

    /// <summary>Two requests in a row have their streams reset; then the connection ends.</summary>
    public static Task StreamsReset(Socket socket) => WithAsync(socket, static async (connection, _) =>
    {
        for (int i = 0; i < 2; i++)
        {
            await connection.ResetAsync(await connection.ReadRequestAsync(), Http2ErrorCode.InternalError);
        }
    });

    /// <summary>No answer comes, until the client gives the request up.</summary>
    public static Task Hung(Socket socket) => WithAsync(
        socket, static async (connection, _) => await connection.ReadUntilAsync(FrameType.RstStream));

    /// <summary>The connection ends with an error for all its streams.</summary>
    public static Task GoneAway(Socket socket) => WithAsync(socket, static async (connection, _) =>
        await connection.GoAwayAsync(await connection.ReadRequestAsync(), Http2ErrorCode.InternalError, "no more"));

    /// <summary>An answer whose header block is no HPACK: it names entry 0, which there is not.</summary>
    public static Task BadHpack(Socket socket) => WithAsync(socket, static async (connection, raw) =>
    {
        int stream = await connection.ReadRequestAsync();
        await connection.WriteAsync(FrameType.Headers, FrameFlags.EndHeaders, stream, [0x80]);
        await ConnectionFaults.DrainAsync(raw);
    });

    /// <summary>Bytes that are no frames behind the SETTINGS: the first would be one of 16 MiB.</summary>
    public static Task Noise(Socket socket) => WithAsync(socket, static async (connection, raw) =>
    {
        await connection.ReadRequestAsync();
        await connection.WriteRawAsync([.. Enumerable.Range(0, 512).Select(static i => (byte)(255 - i))]);
        await ConnectionFaults.DrainAsync(raw);
    });

    /// <summary>Half a response: headers, and no trailers before the connection closes.</summary>
    public static Task HeadersOnly(Socket socket) => WithAsync(socket, static async (connection, _) =>
        await AnswerHeadersAsync(connection, await connection.ReadRequestAsync()));

    /// <summary>Half a frame: five bytes of a DATA frame's header.</summary>
    public static Task HalfAFrame(Socket socket) => WithAsync(socket, static async (connection, _) =>
    {
        await AnswerHeadersAsync(connection, await connection.ReadRequestAsync());
        await connection.WriteRawAsync([0, 0, 5, 0, 0]);
    });

    /// <summary>
    /// The peer vanishes in the middle of a frame, and the connection stays open: no byte comes ever after, not even a PING's answer.
    /// </summary>
    public static Task SilentInAFrame(Socket socket) => WithAsync(socket, static async (connection, raw) =>
    {
        await AnswerHeadersAsync(connection, await connection.ReadRequestAsync());
        await connection.WriteRawAsync([0, 0, 5, 0, 0]);
        await ConnectionFaults.DrainAsync(raw);
    });

    private static Task AnswerHeadersAsync(ScriptedConnection connection, int stream) => connection.WriteAsync(
        FrameType.Headers,
        FrameFlags.EndHeaders,
        stream,
        ScriptedConnection.Block((":status", "200"), ("content-type", "application/grpc")));

    private static async Task WithAsync(Socket socket, Func<ScriptedConnection, Socket, Task> fault)
    {
        using var connection = new ScriptedConnection(socket);
        await connection.OpenAsync();
        await fault(connection, socket);
    }
}
