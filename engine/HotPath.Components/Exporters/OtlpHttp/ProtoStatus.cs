using System.Text;
using HotPath.Components.Exporters.Shared;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>What a failed request's body says:
/// <code>
///   google.rpc.Status   1 code: int32   2 message: string   3 details: Any, repeated
/// </code>
/// </summary>
internal static class ProtoStatus
{
    /// <summary>The message; empty if the body has none, or is not protobuf.</summary>
    public static string Message(ReadOnlySpan<byte> body)
    {
        string message = "";
        var fields = new ProtoFields(body);
        while (fields.Next())
        {
            if (fields.Number == 2)
            {
                ReadOnlySpan<byte> text = fields.Bytes;
                message = Encoding.UTF8.GetString(text[..Math.Min(text.Length, PartialSuccess.MaxMessageBytes)]);
            }
        }

        return fields.IsFaulty ? "" : message;
    }
}
