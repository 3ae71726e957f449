using HotPath.Components.Exporters.Otlp;
using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>
/// The own transport alone, with messages of plain arrays. Its clock stands still unless a test moves it: no time-out of its own ends
/// anything on a machine that stalls.
/// </summary>
internal sealed class TransportRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Http2Transport _transport;
    private readonly BackendLog _peers;

    public TransportRig(string endpoint, string more = "", TimeProvider? time = null)
    {
        string yaml = $"{{endpoint: '{endpoint}', tls: {{insecure: true}}, compression: none{more}}}";
        OtlpExporterPlan plan = OtlpRig.Read(yaml, out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        time ??= new FakeClock();
        _peers = new BackendLog(plan.Client.Endpoint.Authority, Log, time);
        _transport = new Http2Transport(plan.Client, plan.Id, TimeSpan.Zero, consumers: 16, _peers, time);
    }

    /// <summary>What was logged of peers.</summary>
    public CapturedLog Log { get; } = new();

    /// <summary>What was counted of them.</summary>
    public ConnectionCounts Counts => _peers.Counts;

    /// <summary>Bytes that tell one message from another.</summary>
    public static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Sends a message in segments of all sizes.</summary>
    public async Task<SendResult> SendAsync(byte[] message, CancellationToken cancel = default)
    {
        var random = new Random(message.Length);
        var segments = new List<ReadOnlyMemory<byte>>();
        for (int at = 0; at < message.Length;)
        {
            int wanted = random.Next(3) switch { 0 => random.Next(1, 20), 1 => random.Next(1, 2000), _ => 100_000 };
            int length = Math.Min(wanted, message.Length - at);
            segments.Add(message.AsMemory(at, length));
            at += length;
        }

        try
        {
            return await _transport.SendAsync(Signal.Traces, new SegmentMessage([.. segments]), null, cancel).AsTask()
                .WaitAsync(Patience, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"a call did not end within {Patience}; logged so far: {string.Join(' ', Log.Lines)}");
        }
    }

    public ValueTask DisposeAsync() => _transport.DisposeAsync();
}
