using HotPath.Components.Processors.Redaction;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Redaction;

/// <summary>The processor by itself, over an overlay.</summary>
public sealed class RedactionProcessorTests
{
    private const string Settings =
        "{allow_all_keys: true, ignored_keys: [http.route], blocked_key_patterns: [token], blocked_values: ['[0-9]+', 'GET'], summary: debug}";

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Process_InSteadyState_AllocatesNothing(Signal signal)
    {
        using var run = new Run(signal, SampleRequests.Of(signal, 100, 1, 2, 2), Settings);
        for (int i = 0; i < 20; i++)
        {
            run.Once().ShouldBeGreaterThan(0);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        run.Once();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Process_ATextThatIsNotUtf8_IsMaskedWhereItMatches()
    {
        // As a receiver with validation: structure lets it in.
        byte[] request = SampleRequests.Traces(1, seed: 3);
        int method = request.AsSpan().IndexOf("GET"u8);
        method.ShouldBeGreaterThan(0);
        request[method] = 0xC3;
        using var run = new Run(Signal.Traces, request, "{allow_all_keys: true, blocked_values: [ET]}");
        run.Once().ShouldBeGreaterThan(0);
        run.Last.AsSpan().IndexOf("\uFFFD****"u8).ShouldBeGreaterThan(0);
        run.Last.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xC3, (byte)'E', (byte)'T']).ShouldBe(-1);
    }

    private sealed class Run : IDisposable
    {
        private readonly SlabPool _slabs = new(new MemoryBudget(1 << 28, 1 << 28));
        private readonly RequestIndex _index = new();
        private readonly Overlay _overlay = new();
        private readonly RedactionProcessor _processor;
        private readonly Signal _signal;
        private readonly Lease _request;

        public Run(Signal signal, byte[] request, string settings)
        {
            var errors = new ConfigErrors();
            var map = new ConfigMap(ConfigComposer.FromText(settings, "test.yaml", errors), errors);
            _processor = new RedactionProcessor((RedactionPlan)new RedactionFactory().Read(new ComponentId("redaction", ""), map), signal);
            errors.Errors.ShouldBeEmpty();
            _signal = signal;
            _slabs.TryRent(request.Length, BudgetUse.Ingress, out _request).ShouldBeTrue();
            request.CopyTo(_request.Writable);
            Last = new byte[16 * (request.Length + 1024)];
        }

        /// <summary>What came out last, and zeros.</summary>
        public byte[] Last { get; }

        /// <summary>Processes the request; returns the bytes of what came out, or 0 if nothing was changed.</summary>
        public int Once()
        {
            _index.Build(_signal, _request, _processor.Depth, _slabs);
            _overlay.Begin(_index, _slabs);
            _processor.Process(_overlay);
            int length = 0;
            if (_overlay.IsEdited && _overlay.TryMaterialise(_slabs, BudgetUse.Egress, out Lease edited))
            {
                length = edited.Length;
                edited.Bytes.CopyTo(Last);
                edited.Return();
            }

            _overlay.Clear();
            _index.Clear();
            return length;
        }

        public void Dispose()
        {
            _request.Return();
            _slabs.Dispose();
        }
    }
}
