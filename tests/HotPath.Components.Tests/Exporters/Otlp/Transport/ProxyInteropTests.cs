using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Foreign;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>The own client in front of other people's HTTP/2 servers, which pass calls on.</summary>
public sealed class ProxyInteropTests
{
    private const string ConfigFile = "proxy.conf";

    [NeedsProgram("nginx", "nginx-light")]
    public Task Send_ThroughNginx_ArrivesThoughItGoesAwayEveryTwentyCalls() => SendThroughAsync("nginx", static (port, sink, folder) =>
        ($$"""
        daemon off; master_process off; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log;
        events {}
        http {
          access_log off; client_max_body_size 0; client_body_temp_path {{folder}}; proxy_temp_path {{folder}};
          fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
          server {
            listen 127.0.0.1:{{port}} http2; keepalive_requests 20; http2_max_concurrent_streams 8;
            location / { grpc_pass grpc://{{sink}}; }
          }
        }
        """, ["-e", $"{folder}/error.log", "-c", $"{folder}/{ConfigFile}"]));

    [NeedsProgram("haproxy", "haproxy")]
    public Task Send_ThroughHaproxy_Arrives() => SendThroughAsync("haproxy", static (port, sink, folder) =>
        ($"""
        defaults
          mode http
          timeout connect 60s
          timeout client 60s
          timeout server 60s
        frontend in
          bind 127.0.0.1:{port} proto h2
          default_backend out
        backend out
          server sink {sink} proto h2

        """, ["-db", "-f", $"{folder}/{ConfigFile}"]));

    private static async Task SendThroughAsync(string program, Func<int, string, string, (string Config, string[] Arguments)> setUp)
    {
        const int Calls = 150;
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using ForeignServer proxy = await ForeignServer.StartAsync(program, ports: 1, (ports, folder) =>
        {
            (string config, string[] arguments) = setUp(ports[0], sink.Endpoint, folder);
            File.WriteAllText(Path.Combine(folder, ConfigFile), config);
            return arguments;
        });
        await using OtlpRig rig = OtlpRig.To(proxy.Endpoints[0], "compression: none, wait_for_ready: true");
        byte[][] requests = [.. Enumerable.Range(0, Calls).Select(static i => SampleRequests.Traces(1 + (i * 13 % 300), seed: i))];
        using var limit = new SemaphoreSlim(10);
        SendResult[] results = await Task.WhenAll(requests.Select(async request =>
        {
            await limit.WaitAsync();
            SendResult result = await rig.SendAsync(Signal.Traces, request).WaitAsync(TimeSpan.FromSeconds(60));
            limit.Release();
            return result;
        }));
        results.ShouldAllBe(static result => result == SendResult.Delivered, proxy.Output);
        sink.Requests.Select(static arrived => Convert.ToHexString(arrived.Bytes)).Order()
            .ShouldBe(requests.Select(Convert.ToHexString).Order());
    }
}
