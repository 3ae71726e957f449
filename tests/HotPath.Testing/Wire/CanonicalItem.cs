using Google.Protobuf;

namespace HotPath.Testing.Wire;

/// <summary>
/// One item with everything it belongs to, in Google.Protobuf's own encoding, so that two equal values compare equal however they were
/// framed.
/// </summary>
/// <param name="Resource">The resource block without its scopes: resource, schema_url, unknown fields.</param>
/// <param name="Scope">The scope block without its items: scope, schema_url, unknown fields.</param>
/// <param name="Item">The span or log record; of metrics, the metric holding this one data point.</param>
public readonly record struct CanonicalItem(ByteString Resource, ByteString Scope, ByteString Item);
