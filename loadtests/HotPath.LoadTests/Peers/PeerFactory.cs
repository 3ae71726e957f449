namespace HotPath.LoadTests.Peers;

/// <summary>Starts the programs under test, each between a sender's port and the sink's.</summary>
internal sealed class PeerFactory
{
    /// <summary>The command under which this program is <see cref="Relay"/>.</summary>
    public const string RelayCommand = "relay";

    private readonly string _hotpath;
    private readonly int _core;
    private readonly int _port;
    private readonly int _sinkPort;

    /// <summary>Makes a factory.</summary>
    /// <param name="hotpath">The gateway's executable.</param>
    /// <param name="core">The core that programs under test are pinned to.</param>
    /// <param name="port">Where they listen.</param>
    /// <param name="sinkPort">Where they send.</param>
    public PeerFactory(string hotpath, int core, int port, int sinkPort)
    {
        _hotpath = hotpath;
        _core = core;
        _port = port;
        _sinkPort = sinkPort;
    }

    /// <summary>OTLP/gRPC in → memory_limiter → batch → OTLP/gRPC out, uncompressed, with everything else as it comes.</summary>
    public Task<Peer> HotPathAsync()
    {
        string folder = Directory.CreateTempSubdirectory("hotpath-load-").FullName;
        string config = Path.Combine(folder, "gateway.yaml");
        File.WriteAllText(config, $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:{{_port}}"} } } }
            processors:
              memory_limiter: {check_interval: 1s, limit_mib: 256}
              batch: {}
            exporters: {otlp: {endpoint: "127.0.0.1:{{_sinkPort}}", tls: {insecure: true}, compression: none} }
            service:
              pipelines: {traces: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [otlp]} }
            """);
        return Peer.StartAsync("HotPath", _core, _port, folder, _hotpath, "--config", config);
    }

    /// <summary>nginx as a gRPC proxy on one worker: it looks at nothing.</summary>
    public Task<Peer> NginxAsync()
    {
        string folder = Directory.CreateTempSubdirectory("hotpath-load-").FullName;
        string config = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(config, $$"""
            daemon off;
            worker_processes 1;
            pid {{folder}}/pid;
            error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path {{folder}};
              client_max_body_size 64m;
              client_body_buffer_size 4m;
              http2_body_preread_size 1m;
              keepalive_requests 1000000000;
              upstream sink { server 127.0.0.1:{{_sinkPort}}; keepalive 64; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:{{_port}} http2;
                location / { grpc_pass grpc://sink; grpc_buffer_size 64k; }
              }
            }
            """);
        return Peer.StartAsync("nginx", _core, _port, folder, "nginx", "-e", $"{folder}/error.log", "-c", config);
    }

    /// <summary>This program again, as the I/O floor.</summary>
    public Task<Peer> RelayAsync()
    {
        string folder = Directory.CreateTempSubdirectory("hotpath-load-").FullName;
        string program = Path.Combine(AppContext.BaseDirectory, "hotpath-load");
        return Peer.StartAsync("I/O floor", _core, _port, folder, program, RelayCommand, "--port", $"{_port}", "--to", $"{_sinkPort}");
    }
}
