namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>Whose HTTP/2 an exporter speaks: <c>hotpath: {transport: …}</c>.</summary>
internal enum GrpcTransportKind
{
    /// <summary>HotPath's own, written from where the bytes lie.</summary>
    Own,

    /// <summary>.NET's <c>HttpClient</c>, to compare with, or to fall back to.</summary>
    HttpClient,
}
