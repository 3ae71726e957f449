namespace HotPath.Components.Tls;

/// <summary>The validated keys of a configtls server.</summary>
/// <param name="Material">The keys that clients have, too. There is always a certificate.</param>
/// <param name="ClientCaFile">A PEM file with the authorities of clients, who must then show a certificate. Empty for none.</param>
/// <param name="ReloadClientCa">True: that file is read again when it has changed.</param>
/// <param name="Path">The block's path, for errors and the log.</param>
public sealed record TlsServerPlan(TlsMaterialPlan Material, string ClientCaFile, bool ReloadClientCa, string Path);
