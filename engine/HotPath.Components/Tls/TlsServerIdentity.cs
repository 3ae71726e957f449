using System.Net.Security;
using System.Security.Cryptography;
using HotPath.Engine.Config;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Tls;

/// <summary>
/// What a server shows and demands in a TLS handshake. The files are read when it is made, and again when a handshake finds them due:
/// an idle server does no work for it. What can't be read then leaves what was there in force, and is logged. Thread-safe.
/// </summary>
public sealed class TlsServerIdentity
{
    /// <summary>How often a client_ca_file with client_ca_file_reload is looked at, at most; the Collector's interval.</summary>
    public static readonly TimeSpan ClientCaInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TlsServerPlan _plan;
    private readonly List<SslApplicationProtocol> _protocols;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TlsPem _pem;
    private readonly StatusCell _certificateStatus;
    private readonly StatusCell _clientCaStatus;
    private SslStreamCertificateContext _certificate;
    private TlsTrust? _clients;
    private byte[] _clientCaHash = [];
    private long _certificateRead;
    private long _clientCaRead;
    private volatile SslServerAuthenticationOptions _options;

    /// <summary>Reads the files.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="protocols">What ALPN offers, the best first.</param>
    /// <param name="time">The clock of the intervals.</param>
    /// <param name="log">Told of files that were read again, and of those that could not be.</param>
    /// <exception cref="InvalidOperationException">A file cannot be read or is not what its key says; it names both.</exception>
    public TlsServerIdentity(TlsServerPlan plan, IReadOnlyList<SslApplicationProtocol> protocols, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(time);
        _plan = plan;
        _protocols = [.. protocols];
        _time = time;
        _log = log;
        _pem = new TlsPem(plan.Path);
        _certificateStatus = new StatusCell(time, ComponentStatus.Ok);
        _clientCaStatus = new StatusCell(time, ComponentStatus.Ok);
        _certificateRead = _clientCaRead = time.GetTimestamp();
        _certificate = _pem.Certificate(plan.Material);
        if (plan.ClientCaFile.Length > 0)
        {
            _clientCaHash = SHA256.HashData(_pem.ReadBytes("client_ca", plan.ClientCaFile));
            _clients = ReadClients();
        }

        _options = Build();
    }

    /// <summary>OK, or which file could not be read again; what was read before is in force then.</summary>
    public StatusEvent Status => _certificateStatus.Now.Status == ComponentStatus.Ok ? _clientCaStatus.Now : _certificateStatus.Now;

    private bool CertificateIsDue =>
        _plan.Material.ReloadInterval > TimeSpan.Zero
        && _time.GetElapsedTime(Volatile.Read(ref _certificateRead)) >= _plan.Material.ReloadInterval;

    private bool ClientCaIsDue =>
        _plan.ReloadClientCa && _clients is not null && _time.GetElapsedTime(Volatile.Read(ref _clientCaRead)) >= ClientCaInterval;

    /// <summary>The options for one handshake. They are shared: don't change them.</summary>
    public SslServerAuthenticationOptions Current()
    {
        // One handshake reads the files, which are small, and the others go on with what there is.
        if ((CertificateIsDue || ClientCaIsDue) && _lock.TryEnter())
        {
            try
            {
                ReadAgain();
            }
            finally
            {
                _lock.Exit();
            }
        }

        return _options;
    }

    /// <summary>The files that it is read from.</summary>
    public IReadOnlyList<string> Files =>
        [.. new[] { _plan.Material.CertFile, _plan.Material.KeyFile, _plan.ClientCaFile }.Where(static file => file.Length > 0)];

    /// <summary>Reads the files now, due or not. What can't be read leaves what was there in force, and is logged.</summary>
    public void ReadNow()
    {
        lock (_lock)
        {
            bool changed = TryRead(() => _certificate = _pem.Certificate(_plan.Material), _certificateStatus);
            changed |= _clients is not null && TryRead(ReadClientsIfChanged, _clientCaStatus);
            if (changed)
            {
                _options = Build();
            }
        }
    }

    private void ReadAgain()
    {
        bool changed = false;
        if (CertificateIsDue)
        {
            Volatile.Write(ref _certificateRead, _time.GetTimestamp());
            changed |= TryRead(() => _certificate = _pem.Certificate(_plan.Material), _certificateStatus);
        }

        if (ClientCaIsDue)
        {
            Volatile.Write(ref _clientCaRead, _time.GetTimestamp());
            changed |= TryRead(ReadClientsIfChanged, _clientCaStatus);
        }

        if (changed)
        {
            _options = Build();
        }
    }

    private void ReadClientsIfChanged()
    {
        byte[] hash = SHA256.HashData(_pem.ReadBytes("client_ca", _plan.ClientCaFile));
        if (!hash.AsSpan().SequenceEqual(_clientCaHash))
        {
            _clientCaHash = hash;
            _clients = ReadClients();
            _log.Info("The authorities of clients were read again", ("file", _plan.ClientCaFile));
        }
    }

    private bool TryRead(Action read, StatusCell status)
    {
        try
        {
            read();
            status.Set(ComponentStatus.Ok);
            return true;
        }
        catch (InvalidOperationException fault)
        {
            status.Set(
                ComponentStatus.RecoverableError, $"a TLS file could not be read again; what was read before is in force: {fault.Message}");
            _log.Error("A TLS file could not be read again; what was read before stays in force", ("error", fault.Message));
            return false;
        }
    }

    private TlsTrust ReadClients() =>
        _pem.Trust("client_ca", _plan.ClientCaFile, default(Opaque), _plan.Material.WithSystemCas);

    private SslServerAuthenticationOptions Build() => new()
    {
        ApplicationProtocols = _protocols,
        CertificateChainPolicy = _clients?.Policy,
        CipherSuitesPolicy = TlsCipherSuites.Policy(_plan.Material.CipherSuites),
        ClientCertificateRequired = _clients is not null,
        EnabledSslProtocols = _plan.Material.Protocols,
        RemoteCertificateValidationCallback = _clients is null ? null : _clients.Validate,
        ServerCertificateContext = _certificate,
    };
}
