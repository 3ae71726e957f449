using System.Collections.Concurrent;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The tenants' accounts of one <c>memory_limiter</c>, over all pipelines that name it. A tenant has one from its first request on;
/// who comes when there are as many as there may be shares one account with all others who do. Thread-safe; finding an account that is
/// there takes no lock and allocates nothing.
/// </summary>
internal sealed class TenantBook
{
    /// <summary>The name of the account that late tenants share.</summary>
    public const string Others = "(others)";

    /// <summary>The most bytes of a tenant's name that are shown.</summary>
    private const int MostName = 128;

    private readonly TenantsPlan _plan;
    private readonly string _key;
    private readonly Func<long> _limitBytes;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<ClientMetadata, SlabAccount> _accounts;
    private readonly Lock _opening = new();
    private volatile bool _isFull;
    private long _shared;

    /// <summary>Opens a book.</summary>
    /// <param name="limiter">Whose.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="ingressBytes">What its gate lets in, now.</param>
    /// <param name="queueBytes">What one sending queue may hold in memory, now.</param>
    /// <param name="time">The clock.</param>
    public TenantBook(ComponentId limiter, TenantsPlan plan, Func<long> ingressBytes, Func<long> queueBytes, TimeProvider time)
    {
        Limiter = limiter;
        _plan = plan;
        _key = plan.Key[0];
        _time = time;
        _limitBytes = plan.LimitBytes > 0 ? () => plan.LimitBytes
            : plan.LimitPercentage > 0 ? () => ingressBytes() / 100 * plan.LimitPercentage
            : () => queueBytes() / 100 * TenantsPlan.DefaultQueuePercentage;
        _accounts = new ConcurrentDictionary<ClientMetadata, SlabAccount>(new MetadataComparer(plan.Key));
        Shared = NewAccount(Others);
    }

    /// <summary>Whose.</summary>
    public ComponentId Limiter { get; }

    /// <summary>The account of all tenants that came too late for one of their own.</summary>
    public SlabAccount Shared { get; }

    /// <summary>Tenants with an account of their own.</summary>
    public int Count => _accounts.Count;

    /// <summary>Requests that were put on the shared account.</summary>
    public long SharedRequests => Volatile.Read(ref _shared);

    /// <summary>The accounts with something on them, the fullest first; at most so many.</summary>
    public IReadOnlyList<SlabAccount> Fullest(int most) =>
        [.. All.Where(static a => a.HeldBytes > 0).OrderByDescending(static a => a.HeldBytes).Take(most)];

    /// <summary>Every account.</summary>
    public IEnumerable<SlabAccount> All => _accounts.Values.Append(Shared);

    /// <summary>The account of whoever said this.</summary>
    public SlabAccount Of(ClientMetadata metadata)
    {
        if (_accounts.TryGetValue(metadata, out SlabAccount? known))
        {
            return known;
        }

        if (!_isFull)
        {
            lock (_opening)
            {
                if (_accounts.TryGetValue(metadata, out known))
                {
                    return known;
                }

                if (_accounts.Count < _plan.MaxTenants)
                {
                    ClientMetadata own = metadata.Only(_plan.Key);
                    return _accounts[own] = NewAccount(NameOf(own));
                }

                _isFull = true;
            }
        }

        return OfOthers();
    }

    /// <summary>The shared account, for a request of a tenant that can't have one of its own.</summary>
    public SlabAccount OfOthers()
    {
        Interlocked.Increment(ref _shared);
        return Shared;
    }

    private string NameOf(ClientMetadata metadata)
    {
        string name = string.Join(',', metadata.Values(_key).ToArray());
        return name.Length <= MostName ? name : name[..MostName];
    }

    private SlabAccount NewAccount(string name) => new(name, RefuseReason.Tenant, _limitBytes, _time);
}
