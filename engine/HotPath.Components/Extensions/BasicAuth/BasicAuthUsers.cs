using System.Collections.Concurrent;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>The users at one time, and what was found out about credentials while they were these. Thread-safe.</summary>
internal sealed class BasicAuthUsers(Htpasswd table, long generation)
{
    /// <summary>Credentials remembered as good, and as many as bad; one more, and all of that kind are forgotten.</summary>
    public const int MostRemembered = 4096;

    private readonly ConcurrentDictionary<CredentialKey, bool> _good = new();
    private readonly ConcurrentDictionary<CredentialKey, bool> _bad = new();
    private int _goodCount;
    private int _badCount;

    /// <summary>The users.</summary>
    public Htpasswd Table => table;

    /// <summary>How many tables there were before.</summary>
    public long Generation => generation;

    /// <summary>What is remembered of credentials; null for nothing.</summary>
    public bool? Recall(in CredentialKey key) => _good.ContainsKey(key) ? true : _bad.ContainsKey(key) ? false : null;

    /// <summary>Remembers it. Bad ones can't push good ones out.</summary>
    public void Remember(in CredentialKey key, bool isGood)
    {
        ConcurrentDictionary<CredentialKey, bool> kind = isGood ? _good : _bad;
        ref int count = ref isGood ? ref _goodCount : ref _badCount;
        if (Interlocked.Increment(ref count) > MostRemembered)
        {
            kind.Clear();
            Volatile.Write(ref count, 1);
        }

        kind[key] = isGood;
    }
}
