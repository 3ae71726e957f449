using System.Net.Sockets;
using System.Text.Json;

namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>Asks the Docker daemon, over its socket, for the name and the operating system of the machine it runs on.</summary>
internal sealed class DockerDetector : IDetector
{
    /// <summary>What it can find out, and whether it is asked to unless the configuration says.</summary>
    public static IReadOnlyDictionary<string, bool> Attributes { get; } =
        new Dictionary<string, bool> { ["host.name"] = true, ["os.type"] = true };

    /// <summary>The longest answer that is read, in bytes.</summary>
    internal const int MostBytes = 1 << 20;

    private readonly HashSet<string> _wanted;
    private readonly string _socket;

    /// <summary>Makes one.</summary>
    /// <param name="wanted">Of <see cref="Attributes"/>.</param>
    /// <param name="socket">The path of the daemon's socket.</param>
    public DockerDetector(IEnumerable<string> wanted, string socket)
    {
        _wanted = [.. wanted];
        _socket = socket;
    }

    /// <inheritdoc/>
    public string Name => "docker";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Detected>> DetectAsync(CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = async (_, stop) => await ConnectAsync(stop) };
        using var client = new HttpClient(handler) { MaxResponseContentBufferSize = MostBytes };
        try
        {
            using JsonDocument info = JsonDocument.Parse(await client.GetStringAsync(new Uri("http://docker/info"), cancel));
            List<Detected> found = [];
            Add("host.name", "Name");
            Add("os.type", "OSType");
            return found;

            void Add(string key, string property)
            {
                if (_wanted.Contains(key)
                    && info.RootElement.TryGetProperty(property, out JsonElement value)
                    && value.GetString() is { Length: > 0 } text)
                {
                    found.Add(Detected.Text(key, text));
                }
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or JsonException or InvalidOperationException)
        {
            throw new DetectionException($"the Docker daemon does not answer at {_socket}: {fault.Message}", fault);
        }
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
