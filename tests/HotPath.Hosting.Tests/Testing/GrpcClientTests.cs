using HotPath.Core;
using HotPath.Core.Http2;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Testing;

/// <summary>What a <see cref="GrpcClient"/> makes of a server that cuts its calls.</summary>
public sealed class GrpcClientTests
{
    /// <summary>So many that some are cut in a write of their body, some in a flush, and some between them.</summary>
    private const int Calls = 40;

    [Fact]
    public async Task Call_ResetWhileItsBodyIsWritten_ThrowsHttpRequestException()
    {
        using var server = new ScriptedServer();
        using var client = new GrpcClient(server.Endpoint);
        Task serving = ResetEachAsync(server);

        for (int i = 0; i < Calls; i++)
        {
            GrpcCall call = GrpcCall.Export(Signal.Traces, new byte[10_000]) with { PieceBytes = 20 };
            await Should.ThrowAsync<HttpRequestException>(() => client.SendAsync(call));
        }

        await serving;
    }

    [Fact]
    public async Task Call_ThatItsCallerCancels_ThrowsOperationCanceledException()
    {
        using var server = new ScriptedServer();
        using var client = new GrpcClient(server.Endpoint);
        using var cancel = new CancellationTokenSource();
        Task<GrpcReply> reply = client.ExportAsync(Signal.Traces, new byte[10], cancel.Token);
        using ScriptedConnection connection = await server.AcceptAsync();
        await connection.ReadRequestAsync();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reply);
    }

    private static async Task ResetEachAsync(ScriptedServer server)
    {
        using ScriptedConnection connection = await server.AcceptAsync();
        for (int reset = 0; reset < Calls;)
        {
            (FrameHeader header, _) = await connection.ReadFrameAsync();
            if (header.Type == FrameType.Headers)
            {
                await connection.ResetAsync(header.StreamId, Http2ErrorCode.InternalError);
                reset++;
            }
            else if (header.Type == FrameType.Data && header.Length > 0)
            {
                await connection.GrantAsync(0, header.Length);
            }
        }
    }
}
