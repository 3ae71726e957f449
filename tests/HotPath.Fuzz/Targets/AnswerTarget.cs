using System.Text;
using HotPath.Components.Exporters.Otlp;
using HotPath.Components.Exporters.OtlpHttp;
using HotPath.Components.Exporters.Shared;
using HotPath.Fuzz.Running;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Requests;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// What a backend answers: statuses, delays, partial successes, in protobuf and JSON. Never an exception, a delay within its bounds, and
/// a partial success as Google.Protobuf reads it. What our server writes, our client reads.
/// </summary>
internal sealed class AnswerTarget : IFuzzTarget
{
    public string Name => "answers";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. FuzzTexts.Of(
            "{\"partialSuccess\": {\"rejectedSpans\": \"3\", \"errorMessage\": \"no\"}}",
            "{\"partial_success\": {\"rejected_data_points\": 4, \"error_message\": null}}",
            "{\"code\": 3, \"message\": \"bad\"}",
            "{}",
            "",
            "%41bc %zz 100%25",
            RetryInfoDetails.Encode(RpcCode.Unavailable, "later", TimeSpan.FromSeconds(5.25))),
        Convert.FromHexString("0A0708031203626164"),
        Convert.FromHexString(
            "080D12036E6F1A2E0A28747970652E676F6F676C65617069732E636F6D2F676F6F676C652E7270632E5265747279496E666F12020A00"),
    ];

    public IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. FuzzTexts.Of(
            "{", "}", "\"", ":", ",", "null", "partialSuccess", "rejectedSpans", "errorMessage", "message", "\\u0000", "\\ud800", "1e400",
            "=", "%", "%C3%A9",
            "type.googleapis.com/google.rpc.RetryInfo"),
        [0x0A], [0x08], [0x12], [0x1A], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
    ];

    public int Run(ReadOnlySpan<byte> input)
    {
        byte[] bytes = input.ToArray();
        bool isProto = PartialSuccess.TryParse(input, out PartialSuccess partial);
        Invariant.Holds(partial.RejectedItems >= 0, "fewer than no items refused");
        Compare(bytes, isProto, partial);
        string message = ProtoStatus.Message(input);
        bool isJson = JsonAnswer.TryPartialSuccess(bytes, out PartialSuccess json);
        Invariant.Holds(json.RejectedItems >= 0, "fewer than no items refused");
        string jsonMessage = JsonAnswer.StatusMessage(bytes);

        TimeSpan? base64 = RetryInfoReader.Parse(Encoding.Latin1.GetString(bytes));
        TimeSpan? delay = RetryInfoReader.Parse(Convert.ToBase64String(bytes));
        Invariant.Holds(base64 is null || (base64 >= TimeSpan.Zero && base64 <= RetryInfoReader.MaxDelay), "a delay out of bounds");
        Invariant.Holds(delay is null || (delay >= TimeSpan.Zero && delay <= RetryInfoReader.MaxDelay), "a delay out of bounds");

        string text = Invariant.Text(input);
        Components.Exporters.Otlp.GrpcMessageText.Decode(text);
        string encoded = Hosting.Grpc.GrpcMessageText.Encode(text);
        if (Encoding.UTF8.GetByteCount(text) <= Components.Exporters.Otlp.GrpcMessageText.MaxBytes)
        {
            Invariant.Holds(Components.Exporters.Otlp.GrpcMessageText.Decode(encoded) == text, "a message is not itself after both ways");
        }

        TimeSpan written = TimeSpan.FromTicks(BitConverter.ToInt64([.. bytes, .. new byte[8]]) & 0xC9_2A69_C000);
        TimeSpan? read = RetryInfoReader.Parse(RetryInfoDetails.Encode(RpcCode.Unavailable, text, written));
        Invariant.Holds(read is { } same && (same - written).Duration() < TimeSpan.FromMilliseconds(1), $"{written} is read as {read}");
        return FuzzTexts.Mix(
            isProto ? 1 : 0, Tells(partial), message.Length > 0 ? 1 : 0, isJson ? 1 : 0, Tells(json), jsonMessage.Length > 0 ? 1 : 0,
            base64 is null ? 0 : FuzzTexts.Magnitude(base64.Value.Ticks), delay is null ? 0 : FuzzTexts.Magnitude(delay.Value.Ticks));
    }

    private static int Tells(in PartialSuccess partial) => partial is { RejectedItems: 0, Message: null or "" } ? 0 : 1;

    public void Dispose()
    {
    }

    private static void Compare(byte[] bytes, bool isProto, PartialSuccess partial)
    {
        ExportTraceServiceResponse expected;
        try
        {
            expected = ExportTraceServiceResponse.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
        }
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
        {
            return;
        }

        // Where something is there that is not in the message, such as a field under another type, the two may read otherwise.
        if (isProto && expected.PartialSuccess is { } theirs && expected.CalculateSize() == bytes.Length)
        {
            Invariant.Holds(partial.RejectedItems == Math.Max(0, theirs.RejectedSpans),
                $"{partial.RejectedItems} refused, expected {theirs.RejectedSpans}");
        }
    }
}
