using System.Net;
using HotPath.Engine.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace HotPath.Hosting.Requests;

/// <summary>
/// Reads who sends a request: the connection's other end, and the headers that some component reads. Nothing is allocated for a sender that
/// says what was said lately. Reusable; one request at a time.
/// </summary>
internal sealed class ClientReader(bool includeMetadata)
{
    /// <summary>
    /// What the host is called when HTTP/2 names it; Kestrel shows it under <c>Host</c>, and components may ask for either.
    /// </summary>
    private const string Authority = ":authority";

    private readonly MetadataDraft? _draft = includeMetadata ? new MetadataDraft() : null;

    /// <summary>Reads it; a refusal if there is more metadata than one request may bring.</summary>
    public Refusal? Read(IFeatureCollection features, IHeaderDictionary headers, MetadataTable table, out ClientInfo client)
    {
        IPAddress? address = features.Get<IHttpConnectionFeature>()?.RemoteIpAddress;
        if (_draft is null || table.Keys.Count == 0)
        {
            client = new ClientInfo(_draft is null ? null : ClientMetadata.None, address);
            return null;
        }

        _draft.Clear();
        for (int i = 0; i < table.Keys.Count; i++)
        {
            string key = table.Keys[i];
            StringValues values = key == Authority ? headers.Host : headers[key];
            for (int v = 0; v < values.Count; v++)
            {
                if (!_draft.TryAdd(i, values[v] ?? ""))
                {
                    client = default;
                    return Refusals.TooMuchMetadata(key);
                }
            }
        }

        client = new ClientInfo(table.Find(_draft), address);
        return null;
    }
}
