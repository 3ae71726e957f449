using HotPath.Hosting.Grpc;
using HotPath.Hosting.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Ports;

/// <summary>One request of either protocol, as Kestrel keeps it with its connection or stream: it serves many, one at a time.</summary>
internal sealed class PortCall(PortApplication port)
{
    private GrpcCall? _grpc;
    private HttpCall? _http;
    private IFeatureCollection _features = null!;

    /// <summary>Prepares for a request.</summary>
    public void Open(IFeatureCollection features) => _features = features;

    /// <summary>Serves the request: when the task ends, the answer is written, or there is nobody left to answer. Never throws.</summary>
    public Task RunAsync()
    {
        if (port.IsGrpc(_features))
        {
            _grpc ??= new GrpcCall(port.Grpc);
            _grpc.Open(_features);
            return port.Grpc.Times?.RunAsync(_features, _grpc) ?? _grpc.RunAsync();
        }

        _http ??= new HttpCall(port.Http);
        _http.Open(_features);
        return port.Http.Times?.RunAsync(_features, _http) ?? _http.RunAsync();
    }
}
