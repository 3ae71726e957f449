using Google.Protobuf;
using HotPath.Testing.Otlp.Collector.Logs;

namespace HotPath.Testing.Wire;

/// <summary><see cref="CanonicalItems"/> for log records.</summary>
internal static class CanonicalLogs
{
    internal static List<CanonicalItem> Of(ExportLogsServiceRequest request)
    {
        var items = new List<CanonicalItem>();
        foreach (var block in request.ResourceLogs)
        {
            var scopes = block.ScopeLogs.ToList();
            block.ScopeLogs.Clear();
            var resource = block.ToByteString();
            foreach (var scope in scopes)
            {
                var records = scope.LogRecords.ToList();
                scope.LogRecords.Clear();
                var scopeBytes = scope.ToByteString();
                items.AddRange(records.Select(record => new CanonicalItem(resource, scopeBytes, record.ToByteString())));
            }
        }

        return items;
    }
}
