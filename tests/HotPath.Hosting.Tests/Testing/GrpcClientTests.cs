using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Testing;

/// <summary>What a <see cref="GrpcClient"/> makes of a server that cuts its calls.</summary>
public sealed class GrpcClientTests
{
    /// <summary>
    /// As HttpClient cancels a body that it is writing when the stream ends; which of write and flush meets that cannot be arranged.
    /// </summary>
    [Fact]
    public async Task Call_WhoseBodyIsCancelledByNobodyHere_ThrowsHttpRequestException()
    {
        using var server = new ScriptedServer();
        using var client = new GrpcClient(server.Endpoint);
        GrpcCall call = GrpcCall.Export(Signal.Traces, new byte[10]) with
        {
            BeforePiece = static _ => Task.FromCanceled(new CancellationToken(canceled: true)),
        };

        Task<GrpcReply> reply = client.SendAsync(call);
        using ScriptedConnection connection = await server.AcceptAsync();

        await Should.ThrowAsync<HttpRequestException>(() => reply);
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
}
