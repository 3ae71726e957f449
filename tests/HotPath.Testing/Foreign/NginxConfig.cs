using HotPath.Testing.Tls;

namespace HotPath.Testing.Foreign;

/// <summary>What nginx needs to pass gRPC on.</summary>
internal static class NginxConfig
{
    public static string Of(IReadOnlyList<ProxyRoute> routes, int[] ports, string folder, int requestsPerConnection) =>
        $$"""
        daemon off;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/{{ForeignProxy.NginxLog}} notice;
        events {}
        http {
          access_log off;
          client_max_body_size 0;
          client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}};
          scgi_temp_path {{folder}};
          keepalive_requests {{requestsPerConnection}};
        {{string.Concat(routes.Select((route, i) => Server(route, i, ports[i])))}}
        }
        """;

    private static string Server(ProxyRoute route, int number, int port) =>
        $$"""
          upstream route{{number}} { server {{route.Upstream}}; keepalive 8; }
          server {
            listen 127.0.0.1:{{port}} http2{{(route.Listen is null ? "" : " ssl")}};
            {{Listening(route.Listen)}}
            location / {
              grpc_pass {{(route.Connect is null ? "grpc" : "grpcs")}}://route{{number}};
              {{Connecting(route.Connect)}}
            }
          }

        """;

    private static string Listening(TlsFiles? files) => files is null
        ? ""
        : $"ssl_certificate {files.CertFile}; ssl_certificate_key {files.KeyFile}; "
            + (files.CaFile is null ? "" : $"ssl_client_certificate {files.CaFile}; ssl_verify_client on;");

    private static string Connecting(TlsFiles? files) => files is null
        ? ""
        : $"grpc_ssl_verify on; grpc_ssl_name localhost; grpc_ssl_server_name on; grpc_ssl_trusted_certificate {files.CaFile}; "
            + (files.CertFile is null ? "" : $"grpc_ssl_certificate {files.CertFile}; grpc_ssl_certificate_key {files.KeyFile};");
}
