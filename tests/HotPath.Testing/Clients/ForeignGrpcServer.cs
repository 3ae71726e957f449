using System.Diagnostics;
using HotPath.Core;
using HotPath.Engine.Telemetry;

namespace HotPath.Testing.Clients;

/// <summary>A running server of <see cref="ForeignGrpc"/>. It answers every Export with an empty message and keeps what it got.</summary>
public sealed class ForeignGrpcServer : IAsyncDisposable
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TemporaryFolder _folder;

    internal ForeignGrpcServer(Process process, TemporaryFolder folder, string endpoint)
    {
        _process = process;
        _folder = folder;
        Endpoint = endpoint;
    }

    /// <summary><c>host:port</c>.</summary>
    public string Endpoint { get; }

    /// <summary>The messages of one signal so far, as they came after decompression.</summary>
    public IReadOnlyList<byte[]> Received(Signal signal) =>
        [.. Directory.GetFiles(_folder.Path, $"*.{SignalNames.Of(signal)}").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>Connections that it has accepted so far; only grpc-go's counts them.</summary>
    public int Connections => Directory.GetFiles(_folder.Path, "*.connection").Length;

    /// <summary>Waits until it has so many messages of one signal; throws after a minute.</summary>
    public async Task<IReadOnlyList<byte[]>> WaitAsync(Signal signal, int count)
    {
        long started = Stopwatch.GetTimestamp();
        int arrived;
        while ((arrived = Directory.GetFiles(_folder.Path, $"*.{SignalNames.Of(signal)}").Length) < count)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"{arrived} of {count} messages arrived at {Endpoint}");
            }

            await Task.Delay(LookAgainAfter);
        }

        return Received(signal);
    }

    /// <summary>Waits until the messages of one signal satisfy <paramref name="enough"/>; returns them, or throws after a minute.</summary>
    public async Task<IReadOnlyList<byte[]>> WaitAsync(Signal signal, Func<IReadOnlyList<byte[]>, bool> enough)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            IReadOnlyList<byte[]> received = Received(signal);
            if (enough(received))
            {
                return received;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException(
                    $"the {received.Count} messages of {received.Sum(static one => (long)one.Length)} bytes at {Endpoint} are not enough");
            }

            // Another process writes the files, so there is nothing to await.
            await Task.Delay(LookAgainAfter);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
