using System.Net.Security;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// What a client shows and demands in a TLS handshake. The files are read when it is made, and again when a handshake finds them due
/// (<c>reload_interval</c>). What can't be read then leaves what was there in force, and is logged. Connections that are open stay as they
/// are. Thread-safe.
/// </summary>
internal sealed class TlsClientIdentity
{
    private readonly Lock _lock = new();
    private readonly TlsClientPlan _plan;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action<SslClientAuthenticationOptions> _complete;
    private volatile SslClientAuthenticationOptions _options;
    private long _read;

    /// <summary>Reads the files.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="path">The block's path, for errors.</param>
    /// <param name="time">The clock of the interval.</param>
    /// <param name="log">Told of files that could not be read again.</param>
    /// <param name="complete">Adds what the protocol and the endpoint say.</param>
    /// <exception cref="InvalidOperationException">A file cannot be read or is not what its key says.</exception>
    public TlsClientIdentity(
        TlsClientPlan plan, string path, TimeProvider time, ILogger log, Action<SslClientAuthenticationOptions> complete)
    {
        _plan = plan;
        _path = path;
        _time = time;
        _log = log;
        _complete = complete;
        _read = time.GetTimestamp();
        _options = Build();
    }

    private bool IsDue => _plan.Reloads && _time.GetElapsedTime(Volatile.Read(ref _read)) >= _plan.Material.ReloadInterval;

    /// <summary>The options for one handshake. They are shared: don't change them.</summary>
    public SslClientAuthenticationOptions Current()
    {
        if (IsDue && _lock.TryEnter())
        {
            try
            {
                Volatile.Write(ref _read, _time.GetTimestamp());
                _options = Build();
            }
            catch (InvalidOperationException fault)
            {
                _log.Error("A TLS file could not be read again; what was read before stays in force", ("error", fault.Message));
            }
            finally
            {
                _lock.Exit();
            }
        }

        return _options;
    }

    private SslClientAuthenticationOptions Build()
    {
        SslClientAuthenticationOptions options = TlsClientOptions.Build(_plan, _path);
        _complete(options);
        return options;
    }
}
