using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Peers;

/// <summary>nginx as a proxy on one worker that looks at nothing: gRPC to gRPC, or HTTP/1.1 to HTTP/1.1.</summary>
internal static class NginxConfig
{
    public static string Write(Traffic traffic, int port, int sinkPort, string folder)
    {
        bool isGrpc = traffic.Protocol == WireProtocol.Grpc;
        string listen = isGrpc ? "http2" : "";
        string pass = isGrpc
            ? "grpc_pass grpc://sink; grpc_buffer_size 64k;"
            : "proxy_pass http://sink; proxy_http_version 1.1; proxy_set_header Connection \"\";";
        return $$"""
            daemon off;
            worker_processes 1;
            worker_rlimit_nofile 8192;
            pid {{folder}}/pid;
            error_log {{folder}}/error.log;
            events { worker_connections 4096; }
            http {
              access_log off;
              client_body_temp_path {{folder}};
              client_max_body_size 64m;
              client_body_buffer_size 4m;
              http2_body_preread_size 1m;
              keepalive_requests 1000000000;
              upstream sink { server 127.0.0.1:{{sinkPort}}; keepalive 64; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:{{port}} {{listen}};
                location / { {{pass}} }
              }
            }
            """;
    }
}
