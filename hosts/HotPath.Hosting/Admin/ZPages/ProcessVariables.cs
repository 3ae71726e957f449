using System.Text;
using System.Text.Json;
using HotPath.Core.Memory;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary>
/// <c>expvarz</c>: the process's variables as JSON, in expvar's shape where .NET has the like. The command line is left out but for the
/// program, since <c>--set</c> may carry secrets.
/// </summary>
internal static class ProcessVariables
{
    /// <summary>The text.</summary>
    public static string Write(GatewayFacts facts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, AdminAnswer.Json))
        {
            json.WriteStartObject();
            json.WriteStartArray("cmdline");
            json.WriteStringValue(Environment.ProcessPath);
            json.WriteEndArray();
            json.WriteString("version", facts.Version);
            json.WriteNumber("cpu_seconds", Environment.CpuUsage.TotalTime.TotalSeconds);
            json.WriteNumber("threads", ThreadPool.ThreadCount);
            json.WriteStartObject("memstats");
            json.WriteNumber("Resident", ResidentMemory.ReadBytes());
            json.WriteNumber("HeapAlloc", GC.GetTotalMemory(forceFullCollection: false));
            json.WriteNumber("TotalAlloc", GC.GetTotalAllocatedBytes());
            json.WriteNumber("HeapSys", GC.GetGCMemoryInfo().TotalCommittedBytes);
            json.WriteNumber("NumGC", GC.CollectionCount(0));
            json.WriteNumber("PauseTotalNs", (long)GC.GetTotalPauseDuration().TotalNanoseconds);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
