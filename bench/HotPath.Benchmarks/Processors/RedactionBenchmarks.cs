using System.Text;
using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using HotPath.Components.Processors.Redaction;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Benchmarks.Processors;

/// <summary>
/// What redaction costs over pass-through, from index to new slab: five patterns over all values, with something to mask in one span of
/// 32 and in every span; patterns of keys besides; a list of keys. Against the five patterns run over every text, which finds as much.
/// Per span.
/// </summary>
public class RedactionBenchmarks : IDisposable
{
    private static readonly string[] Patterns =
    [
        "4[0-9]{12}(?:[0-9]{3})?",
        "(5[1-5][0-9]{14})",
        @"[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}",
        "[0-9]{3}-[0-9]{2}-[0-9]{4}",
        "(?i)bearer [a-z0-9._-]{20,}",
    ];

    private static readonly string Blocked = $"blocked_values: [{string.Join(", ", Patterns.Select(pattern => $"'{pattern}'"))}]";

    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();
    private readonly BenchChain _nothing = Redaction("allow_all_keys: true");
    private readonly BenchChain _values = Redaction($"allow_all_keys: true, {Blocked}");
    private readonly BenchChain _keys = Redaction($"allow_all_keys: true, blocked_key_patterns: [token, api_key], {Blocked}");

    private readonly BenchChain _list = Redaction("allowed_keys: [http.request.method, http.route, http.response.status_code]");
    private readonly Regex[] _expressions =
        [.. Patterns.Select(pattern => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))];

    private readonly char[] _chars = new char[4096];
    private SlabPool? _slabs;
    private Lease _few;
    private Lease _many;

    [GlobalSetup]
    public void Setup()
    {
        _slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        _few = Request(32);
        _many = Request(1);
    }

    /// <summary>Each text in UTF-16, and each pattern run over it.</summary>
    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public int LibraryOverEveryText()
    {
        int found = 0;
        _index.Build(Signal.Traces, _few, IndexDepth.ItemAttributes, _slabs!);
        _overlay.Begin(_index, _slabs!);
        for (int item = 0; item < _index.Items.Length; item++)
        {
            foreach (ref readonly AttributeRow row in _overlay.AttributesOf(Owner.Item(item)).Rows)
            {
                if (row.Value.Kind == ValueKind.Text)
                {
                    Span<char> text = _chars.AsSpan(0, Encoding.UTF8.GetChars(row.Value.Content, _chars));
                    foreach (Regex expression in _expressions)
                    {
                        found += expression.IsMatch(text) ? 1 : 0;
                    }
                }
            }
        }

        _overlay.Clear();
        _index.Clear();
        return found;
    }

    /// <summary>The index, and a look at every attribute: what there is without any pattern.</summary>
    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int NoPatterns() => _nothing.Run(_few, _slabs!);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int FivePatterns() => _values.Run(_few, _slabs!);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int FivePatternsAndKeys() => _keys.Run(_few, _slabs!);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int MaskInEverySpan() => _values.Run(_many, _slabs!);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int ListOfKeys() => _list.Run(_few, _slabs!);

    [GlobalCleanup]
    public void Dispose()
    {
        _few.Return();
        _many.Return();
        _slabs!.Dispose();
        GC.SuppressFinalize(this);
    }

    private static BenchChain Redaction(string settings) => new((new RedactionFactory(), $"{{{settings}}}"));

    /// <summary>The sample spans, with a card number and an e-mail address in one of so many.</summary>
    private Lease Request(int every)
    {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.Parser.ParseFrom(Requests.Of(Signal.Traces));
        var spans = request.ResourceSpans.SelectMany(block => block.ScopeSpans).SelectMany(scope => scope.Spans);
        foreach (var span in spans.Where((_, i) => i % every == 0))
        {
            var text = new AnyValue { StringValue = "paid with 4111111111111111 by jane.doe@example.org" };
            span.Attributes.Add(new KeyValue { Key = "note", Value = text });
        }

        byte[] bytes = request.ToByteArray();
        _slabs!.TryRent(bytes.Length, BudgetUse.Ingress, out Lease lease);
        bytes.CopyTo(lease.Writable);
        return lease;
    }
}
