using HotPath.Testing.Foreign;

namespace HotPath.Gateway.Tests.Security;

/// <summary>curl, as an operator tries a receiver with it.</summary>
internal static class Curl
{
    /// <summary>Posts a file as OTLP/HTTP in protobuf; returns the status.</summary>
    public static Task<string> PostAsync(string endpoint, string file, params string[] options) => ForeignProgram.RunAsync(
        "curl",
        [
            "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Content-Type: application/x-protobuf", "--data-binary", "@" + file,
            .. options, $"http://{endpoint}/v1/traces",
        ]);
}
