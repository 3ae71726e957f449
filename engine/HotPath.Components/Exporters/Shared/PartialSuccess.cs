using System.Text;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// What a backend says besides «OK»:
/// <code>
///   Export…ServiceResponse   1 partial_success
///   Export…PartialSuccess    1 rejected_spans, rejected_data_points or rejected_log_records: int64   2 error_message: string
/// </code>
/// </summary>
/// <param name="RejectedItems">Items refused for good; 0 with a message is a warning.</param>
/// <param name="Message">For people.</param>
internal readonly record struct PartialSuccess(long RejectedItems, string Message)
{
    /// <summary>A longer message is cut, in UTF-8 bytes.</summary>
    internal const int MaxMessageBytes = 1024;

    /// <summary>What it means to who sent the batch.</summary>
    public SendResult Result => SendResult.Delivered with { RejectedItems = RejectedItems, Message = Message };

    /// <summary>Reads a response message; false if it is not protobuf.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out PartialSuccess partial)
    {
        partial = new PartialSuccess(0, "");
        var response = new ProtoFields(message);
        while (response.Next())
        {
            if (response.Number == 1 && !TryMerge(response.Bytes, ref partial))
            {
                return false;
            }
        }

        return !response.IsFaulty;
    }

    private static bool TryMerge(ReadOnlySpan<byte> message, ref PartialSuccess partial)
    {
        var fields = new ProtoFields(message);
        while (fields.Next())
        {
            if (fields.Number == 1)
            {
                partial = partial with { RejectedItems = Math.Max(0, (long)fields.Value) };
            }
            else if (fields.Number == 2)
            {
                ReadOnlySpan<byte> text = fields.Bytes;
                partial = partial with { Message = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxMessageBytes)]) };
            }
        }

        return !fields.IsFaulty;
    }
}
