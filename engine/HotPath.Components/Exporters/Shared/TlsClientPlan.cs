using HotPath.Components.Tls;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// The validated keys of a configtls client that speaks TLS. Files are read when the exporter is made, as in the Collector.
/// </summary>
/// <param name="SkipVerify">True: any certificate of the server will do.</param>
/// <param name="Material">The keys that servers have, too.</param>
internal sealed record TlsClientPlan(bool SkipVerify, TlsMaterialPlan Material);
