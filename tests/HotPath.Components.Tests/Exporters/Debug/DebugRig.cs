using System.Text;
using System.Text.RegularExpressions;
using HotPath.Components.Exporters.Debug;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Tests.Exporters.Debug;

/// <summary>Runs batches through an exporter into the real console log, over a tracking pool.</summary>
internal sealed class DebugRig : IDisposable
{
    private readonly SlabPool _slabs = new(new MemoryBudget(256 << 20, 256 << 20), tracking: true);
    private readonly BatchPool _batches = new();

    /// <summary>A batch of one whole request.</summary>
    public Batch Batch(Signal signal, byte[] request, int items, int resources)
    {
        _slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        return _batches.RentFor(signal, lease.Slice(request.Length), items, resources);
    }

    /// <summary>Moves the first items of a batch to a new one.</summary>
    public Batch CutFirst(Batch batch, int items)
    {
        Batch head = _batches.Rent(batch.Signal);
        batch.MoveFirst(items, head);
        return head;
    }

    /// <summary>
    /// What the exporter logs for these batches, which it releases; times and the resource are blanked as in tests/golden/debug.
    /// </summary>
    public static async Task<string> ExportAsync(DebugVerbosity verbosity, params Batch[] batches)
    {
        MemoryStream stream = new();
        using (ConsoleLogProvider provider = new(
            stream, LogLevel.Information, [KeyValuePair.Create<string, object?>("service.name", "hotpath")], TimeProvider.System))
        {
            ComponentId id = new("debug", verbosity.ToString().ToLowerInvariant());
            Signal signal = batches[0].Signal;
            ILogger log = provider.CreateLogger("").ForComponent(id, "exporter", signal);
            await using DebugExporter exporter = new(log, signal, verbosity, new DebugSampler(1, 1, new FakeClock()));
            foreach (Batch batch in batches)
            {
                (await exporter.SendAsync(batch, CancellationToken.None)).ShouldBe(SendResult.Delivered);
                batch.Release();
            }

            // Disposing would not wait for as long.
            provider.Flush(TimeSpan.FromSeconds(60)).ShouldBeTrue("the log was not written");
        }

        return Blank(Encoding.UTF8.GetString(stream.ToArray()));
    }

    public void Dispose()
    {
        _batches.Outstanding.ShouldBe(0);
        _slabs.Dispose();
    }

    private static string Blank(string log) => Regex.Replace(
        Regex.Replace(log, @"^\d{4}-\d\d-\d\dT[^\t]+\tinfo", "<time>\tinfo", RegexOptions.Multiline),
        """
        "resource": \{[^}]*\}
        """,
        "\"resource\": {…}");
}
