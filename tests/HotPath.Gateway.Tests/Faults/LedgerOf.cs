using System.Text.Json;
using HotPath.Gateway.Tests.EndToEnd;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>A running gateway's ledger, as its <c>zpages</c> tell it.</summary>
/// <param name="Root">The whole.</param>
internal sealed record LedgerOf(JsonElement Root)
{
    /// <summary>The extension to configure, and the line of <c>service</c> that lists it.</summary>
    public const string Extension = "extensions: {zpages: {endpoint: \"127.0.0.1:0\"} }";

    /// <summary>Bytes of slabs in use.</summary>
    public long HeldBytes => Root.GetProperty("held_bytes").GetInt64();

    /// <summary>Items that are somewhere inside.</summary>
    public long UnsettledItems => Root.GetProperty("unsettled_items").GetInt64();

    /// <summary>Asks for it.</summary>
    public static async Task<LedgerOf> ReadAsync(GatewayProcess gateway)
    {
        using var client = new HttpClient();
        string endpoint = gateway.ExtensionEndpoints("zpages").Single();
        string json = await client.GetStringAsync(new Uri($"http://{endpoint}/debug/ledger?format=json"));
        using JsonDocument document = JsonDocument.Parse(json);
        return new LedgerOf(document.RootElement.Clone());
    }

    /// <summary>One exporter's edge.</summary>
    public EdgeOf Edge(string exporter)
    {
        JsonElement edge = Root.GetProperty("edges").EnumerateArray().Single(edge => edge.GetProperty("exporter").GetString() == exporter);
        return new EdgeOf(
            edge.GetProperty("enqueued").GetInt64(),
            edge.GetProperty("sent").GetInt64(),
            edge.GetProperty("failed").EnumerateObject()
                .ToDictionary(static reason => reason.Name, static reason => reason.Value.GetInt64()));
    }

    /// <summary>Requests that receivers refused, by reason.</summary>
    public Dictionary<string, long> Refused() => Root.GetProperty("receivers").EnumerateArray()
        .SelectMany(static receiver => receiver.GetProperty("refused_requests").EnumerateObject())
        .GroupBy(static reason => reason.Name, static reason => reason.Value.GetInt64())
        .ToDictionary(static reason => reason.Key, static reason => reason.Sum());
}
