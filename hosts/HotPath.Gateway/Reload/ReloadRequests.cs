using System.Threading.Channels;

namespace HotPath.Gateway.Reload;

/// <summary>
/// Who asks for reloads: one is remembered while another is under way, or before anybody answers, and however many ask then, it is one.
/// Thread-safe.
/// </summary>
internal sealed class ReloadRequests
{
    private readonly Channel<string> _asked =
        Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for a reload; never waits. <paramref name="who"/> is for the log: <c>SIGHUP</c>.</summary>
    public void Ask(string who) => _asked.Writer.TryWrite(who);

    /// <summary>Everyone who asks, until the end.</summary>
    public IAsyncEnumerable<string> ReadAllAsync() => _asked.Reader.ReadAllAsync();

    /// <summary>Ends it; who has asked and was not answered is forgotten.</summary>
    public void Complete()
    {
        _asked.Writer.TryComplete();
        while (_asked.Reader.TryRead(out _))
        {
        }
    }
}
