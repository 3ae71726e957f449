using HotPath.Components.Exporters.Debug.Text;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Exporters.Debug;

/// <summary>
/// Writes batches to a log: a line with counts, then, above <see cref="DebugVerbosity.Basic"/>, an entry with their text. It reads the
/// wire bytes where they lie. A text longer than <see cref="EntryBytes"/> goes on in further entries, so that what is held of it stays
/// bounded.
/// </summary>
public sealed class DebugExporter : IExporter
{
    /// <summary>An entry ends after the item with which its text passes this many bytes.</summary>
    public const int EntryBytes = 1 << 20;

    private readonly ILogger _log;
    private readonly Signal _signal;
    private readonly DebugVerbosity _verbosity;
    private readonly DebugSampler _sampler;

    internal DebugExporter(ILogger log, Signal signal, DebugVerbosity verbosity, DebugSampler sampler)
    {
        _log = log;
        _signal = signal;
        _verbosity = verbosity;
        _sampler = sampler;
    }

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        if (_sampler.Take())
        {
            WriteCounts(batch);
            if (_verbosity != DebugVerbosity.Basic)
            {
                await WriteTextAsync(batch, cancel);
            }
        }

        return SendResult.Delivered;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _log is IAsyncDisposable own ? own.DisposeAsync() : ValueTask.CompletedTask;

    private void WriteCounts(Batch batch)
    {
        switch (_signal)
        {
            case Signal.Traces:
                _log.Info("Traces", ("resource spans", batch.Resources), ("spans", batch.Items));
                break;
            case Signal.Logs:
                _log.Info("Logs", ("resource logs", batch.Resources), ("log records", batch.Items));
                break;
            case Signal.Profiles:
                _log.Info("Profiles", ("resource profiles", batch.Resources), ("sample records", batch.Items));
                break;
            default:
                int metrics = MetricCount.Of(batch);
                _log.Info("Metrics", ("resource metrics", batch.Resources), ("metrics", metrics), ("data points", batch.Items));
                break;
        }
    }

    private async ValueTask WriteTextAsync(Batch batch, CancellationToken cancel)
    {
        TextBuffer into = new();
        RequestText text = new(SignalTexts.Create(_signal, _verbosity, into));
        for (int i = 0; i < batch.Parts.Length; i++)
        {
            foreach (int _ in text.Add(batch.Parts[i]))
            {
                if (into.Length >= EntryBytes)
                {
                    await WriteEntryAsync(into, cancel);
                }
            }
        }

        if (into.Length > 0)
        {
            await WriteEntryAsync(into, cancel);
        }
    }

    private ValueTask WriteEntryAsync(TextBuffer into, CancellationToken cancel)
    {
        _log.Info(into.Take());
        return _log is IPacedLogger paced ? paced.RoomAsync(cancel) : ValueTask.CompletedTask;
    }
}
