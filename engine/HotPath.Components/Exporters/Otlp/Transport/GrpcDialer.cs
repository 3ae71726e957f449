using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>Finds the addresses of an exporter's endpoint, and opens connections to them. Thread-safe.</summary>
internal sealed class GrpcDialer
{
    private readonly GrpcClientPlan _plan;
    private readonly ProxySettings? _proxy;
    private readonly TlsClientIdentity? _tls;
    private readonly RequestHeaders _headers;
    private readonly TimeProvider _time;
    private KeepalivePlan? _keepalive;

    /// <summary>Reads TLS files and the proxy's variables.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot be used.</exception>
    public GrpcDialer(GrpcClientPlan plan, ComponentId id, TimeSpan timeout, BackendLog peers, TimeProvider time)
    {
        _plan = plan;
        Peers = peers;
        _time = time;
        _keepalive = plan.Keepalive;
        _headers = new RequestHeaders(plan, timeout, id);
        GrpcEndpoint endpoint = plan.Endpoint;
        _proxy = endpoint.UnixPath.Length > 0 ? null : ProxySettings.For(Environment.GetEnvironmentVariable, endpoint.Host, endpoint.Port);
        if (plan.Tls is { } tls)
        {
            string name = HostOf(plan.Authority.Length > 0 ? plan.Authority : endpoint.Authority);
            _tls = new TlsClientIdentity(tls, $"exporters::{id}::tls", time, peers.Log, options =>
            {
                options.ApplicationProtocols = [SslApplicationProtocol.Http2];
                options.TargetHost = name;
            });
        }
    }

    /// <summary>Told of peers that are no gRPC servers.</summary>
    public BackendLog Peers { get; }

    /// <summary>True if the addresses can change: they come from a resolver.</summary>
    public bool IsResolved =>
        _plan.Endpoint.UnixPath.Length == 0 && _proxy is null && !IPAddress.TryParse(_plan.Endpoint.Host, out _);

    /// <summary>Looks a name up: the system's resolver, unless a test has its own.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Lookup { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>A peer said that it is pinged too often: connections from now on wait twice as long, as in grpc-go.</summary>
    public void PingLess() => _keepalive = _keepalive is { } plan ? plan with { Time = plan.Time * 2 } : null;

    /// <summary>The addresses now, in the order in which to try them; at least one.</summary>
    /// <exception cref="SocketException">The name is not known.</exception>
    public async Task<EndPoint[]> ResolveAsync(CancellationToken cancel)
    {
        GrpcEndpoint endpoint = _plan.Endpoint;
        if (endpoint.UnixPath.Length > 0)
        {
            return [new UnixDomainSocketEndPoint(endpoint.UnixPath)];
        }

        if (_proxy is not null)
        {
            // The proxy looks the name up.
            return [new DnsEndPoint(_proxy.Host, _proxy.Port)];
        }

        if (IPAddress.TryParse(endpoint.Host, out IPAddress? literal))
        {
            return [new IPEndPoint(literal, endpoint.Port)];
        }

        IPAddress[] addresses = await Lookup(endpoint.Host, cancel);
        return addresses.Length > 0
            ? [.. addresses.Distinct().Select(address => new IPEndPoint(address, endpoint.Port))]
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Opens a connection that is ready for calls.</summary>
    /// <exception cref="IOException">It failed, and why.</exception>
    public async Task<Http2Connection> ConnectAsync(EndPoint address, CancellationToken cancel)
    {
        bool isUnix = address is UnixDomainSocketEndPoint;
        Socket socket = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Http2Connection? connection = null;
        try
        {
            if (!isUnix)
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            }

            await socket.ConnectAsync(address, cancel);
            if (_proxy is not null)
            {
                await ProxyTunnel.OpenAsync(socket, _proxy, _plan.Endpoint.Authority, cancel);
            }

            Http2Link link = _tls is null ? new PlainLink(socket) : await EncryptAsync(socket, _tls.Current(), cancel);
            connection = new Http2Connection(link, TextOf(address), _headers, _keepalive, _time);
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch (Exception fault)
        {
            if (connection is not null)
            {
                connection.Close(fault.Message);
                await connection.EndAsync();
                Report(connection);
            }
            else if (fault is PeerException { Fault: var peer })
            {
                Peers.Wrong(peer, TextOf(address));
            }

            socket.Dispose();
            if (fault is SocketException or AuthenticationException)
            {
                throw new IOException(fault.GetBaseException().Message, fault);
            }

            throw;
        }
    }

    /// <summary>Tells of a connection that has ended what is worth telling, once.</summary>
    public void Report(Http2Connection ended)
    {
        Peers.Wrong(ended.PeerFault, ended.Peer);
        if (ended.Limit is { } limit)
        {
            Peers.Limited(limit, ended.Peer, ended.Why!);
        }
    }

    /// <summary>An address, for people.</summary>
    public static string TextOf(EndPoint address) => address is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : address.ToString()!;

    private static async Task<Http2Link> EncryptAsync(Socket socket, SslClientAuthenticationOptions options, CancellationToken cancel)
    {
        var received = new RememberingStream(new NetworkStream(socket, ownsSocket: true));
        var stream = new SslStream(received);
        try
        {
            await stream.AuthenticateAsClientAsync(options, cancel);
        }
        catch (Exception fault) when (fault is IOException || (fault is AuthenticationException && IsNoTls(fault)))
        {
            PeerFault peer = FirstBytes.ExplainTls(received.First, fault.Message);
            await stream.DisposeAsync();
            throw new PeerException(peer, fault);
        }

        if (stream.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
        {
            await stream.DisposeAsync();
            throw new PeerException(FirstBytes.NoAlpn());
        }

        return new TlsLink(stream);
    }

    private static bool IsNoTls(Exception fault) => !fault.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase);

    private static string HostOf(string authority)
    {
        int colon = authority.LastIndexOf(':');
        bool isBare = !authority.StartsWith('[') && authority.IndexOf(':', StringComparison.Ordinal) != colon;
        bool hasPort = colon > authority.LastIndexOf(']') && !isBare;
        return (hasPort ? authority[..colon] : authority).Trim('[', ']');
    }
}
