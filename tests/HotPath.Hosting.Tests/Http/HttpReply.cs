using System.Net;
using Google.Protobuf;

namespace HotPath.Hosting.Tests.Http;

/// <summary>What a server answered.</summary>
internal sealed record HttpReply(int Status, string? ContentType, byte[] Body, Dictionary<string, string> Headers)
{
    /// <summary>The body as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public Version Version { get; init; } = HttpVersion.Version11;

    public static async Task<HttpReply> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.ToString(),
        await response.Content.ReadAsByteArrayAsync(),
        response.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value)))
    {
        Version = response.Version,
    };

    /// <summary>The body as a protobuf google.rpc.Status, read by Google.Protobuf.</summary>
    public (int Code, string Message) RpcStatus()
    {
        ContentType.ShouldBe(HttpRig.Protobuf);
        (int code, string message) = (0, "");
        var input = new CodedInputStream(Body);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    code = input.ReadInt32();
                    break;
                case 2:
                    message = input.ReadString();
                    break;
                default:
                    throw new InvalidDataException($"google.rpc.Status has no field for tag {tag}");
            }
        }

        return (code, message);
    }

    public void ShouldBeSuccess()
    {
        Status.ShouldBe(200, Text);
        ContentType.ShouldBe(HttpRig.Protobuf);
        Body.ShouldBe([0x0A, 0x00]);
    }
}
