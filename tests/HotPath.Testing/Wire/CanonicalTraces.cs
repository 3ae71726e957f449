using Google.Protobuf;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Testing.Wire;

/// <summary><see cref="CanonicalItems"/> for spans.</summary>
internal static class CanonicalTraces
{
    internal static List<CanonicalItem> Of(ExportTraceServiceRequest request)
    {
        var items = new List<CanonicalItem>();
        foreach (var block in request.ResourceSpans)
        {
            var scopes = block.ScopeSpans.ToList();
            block.ScopeSpans.Clear();
            var resource = block.ToByteString();
            foreach (var scope in scopes)
            {
                var spans = scope.Spans.ToList();
                scope.Spans.Clear();
                var scopeBytes = scope.ToByteString();
                items.AddRange(spans.Select(span => new CanonicalItem(resource, scopeBytes, span.ToByteString())));
            }
        }

        return items;
    }
}
