using HotPath.Components.Exporters.Otlp;
using HotPath.Components.Exporters.OtlpHttp;
using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Config.Sources;
using HotPath.Engine.Plan;
using HotPath.Fuzz.Running;

namespace HotPath.Fuzz.Targets;

/// <summary>Endpoints and locations: an address that is taken is written as one that reads the same; what is shown of a URL has no
/// password.</summary>
internal sealed class AddressTarget : IFuzzTarget
{
    public string Name => "addresses";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzTexts.Of(
        "localhost:4317", "0.0.0.0:4317", "[::]:4317", "[::1]:4317", ":4317", "http://localhost:4317", "https://gateway.example:443",
        "dns:///host:1",
        "unix:///run/otlp.sock", "unix:path", "unix-abstract:name", "http://user:pass@host:4318/v1/traces?token=1#f",
        "https://[fe80::1%25eth0]:4318/",
        "file:/etc/config.yaml", "env:NAME", "yaml:a: b", "C:\\config.yaml", "passthrough:///10.0.0.1:1", "host:0", "host:65536");

    public IReadOnlyList<byte[]> Tokens { get; } = FuzzTexts.Of(
        ":", "/", "//", "://", "[", "]", "@", "?", "#", "%25", "http://", "https://", "dns:///", "unix:", "unix-abstract:",
        "passthrough:///", "localhost",
        "::1", "4317", "65535", " ", "é", "xn--", "\0");

    public int Run(ReadOnlySpan<byte> input)
    {
        string text = Invariant.Text(input);
        GrpcEndpoint? grpc = GrpcEndpoint.Parse(text, out string grpcFault);
        Invariant.Holds((grpc is null) == (grpcFault.Length > 0), "an endpoint, or a fault");
        if (grpc is { UnixPath: "" } tcp)
        {
            Invariant.Holds(tcp.Port is > 0 and <= 65535 && tcp.Host.Length > 0, $"{tcp}");
            Invariant.Holds(
                GrpcEndpoint.Parse(tcp.Authority, out string why) is { } again && again.Port == tcp.Port && again.Host == tcp.Host,
                $"the authority '{tcp.Authority}' reads otherwise: {why}");
        }

        bool listens = ListenEndpoint.TryParse(text, 4317, default, out NetworkAddress address, out string? listenFault);
        Invariant.Holds(listens == (listenFault is null), "an address, or a fault");
        Invariant.Holds(!listens || address.Port is >= 0 and <= 65535, "a port out of range");
        Uri? url = HttpEndpoint.Parse(text, out string httpFault);
        Invariant.Holds((url is null) == (httpFault.Length > 0), "a URL, or a fault");
        Invariant.Holds(url is null || (url.UserInfo.Length == 0 && url.DnsSafeHost.Length > 0), "a URL with a user");
        ConfigLocation location = ConfigLocation.Source(text);
        Invariant.Holds(location.Scheme.Length > 0, "a location without a scheme");
        ConfigLocation.TryReference(text, out _);
        string safe = UriText.Safe(text);
        Invariant.Holds(UriText.Safe(safe) == safe, "what is shown of a URL changes when it is shown again");
        return FuzzTexts.Mix(
            FuzzTexts.Kind(grpcFault), FuzzTexts.Kind(listenFault ?? ""), FuzzTexts.Kind(httpFault),
                FuzzTexts.Hash(location.Scheme) & 0xFF, safe == text ? 0 : 1);
    }

    public void Dispose()
    {
    }
}
