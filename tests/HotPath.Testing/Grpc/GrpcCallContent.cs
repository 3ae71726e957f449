using System.Net;

namespace HotPath.Testing.Grpc;

/// <summary>Writes a call's body in the pieces that the call asks for.</summary>
internal sealed class GrpcCallContent(GrpcCall call) : HttpContent
{
    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        int piece = call.PieceBytes > 0 ? call.PieceBytes : Math.Max(1, call.Body.Length);
        for (int sent = 0; sent < call.Body.Length; sent += piece)
        {
            if (call.BeforePiece is { } before)
            {
                await before(sent);
            }

            await stream.WriteAsync(call.Body[sent..Math.Min(call.Body.Length, sent + piece)], cancellationToken);
            if (sent + piece < call.Body.Length)
            {
                // The stream's end takes the last piece along. A flush, unlike a write, that meets a GOAWAY makes HttpClient give the call
                // up instead of sending it anew.
                await stream.FlushAsync(cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
