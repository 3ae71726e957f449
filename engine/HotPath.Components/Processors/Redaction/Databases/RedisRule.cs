using System.Text;

namespace HotPath.Components.Processors.Redaction.Databases;

/// <summary>Which arguments of a Redis command are data, counted from 0: <c>First</c>, and every <c>Step</c>th after it.</summary>
/// <param name="First">The first that is data; -1 = none.</param>
/// <param name="Step">How far the next one is; 0 = there is no other.</param>
/// <param name="DropsRest">All behind the first go.</param>
internal readonly record struct RedisRule(int First, int Step = 0, bool DropsRest = false)
{
    private static readonly (string[] Commands, RedisRule Rule)[] Rules =
    [
        (["AUTH"], new RedisRule(0, DropsRest: true)),
        (
            ["APPEND", "GETSET", "LPUSHX", "GEORADIUSBYMEMBER", "RPUSHX", "SET", "SETNX", "SISMEMBER", "ZRANK", "ZREVRANK", "ZSCORE"],
            new RedisRule(1)),
        (["HSETNX", "LREM", "LSET", "SETBIT", "SETEX", "PSETEX", "SETRANGE", "ZINCRBY", "SMOVE", "RESTORE"], new RedisRule(2)),
        (["LINSERT"], new RedisRule(3)),
        (["GEOHASH", "GEOPOS", "GEODIST", "LPUSH", "RPUSH", "SREM", "ZREM", "SADD"], new RedisRule(1, DropsRest: true)),
        (["GEOADD"], new RedisRule(3, 3)),
        (["HMSET", "HSET"], new RedisRule(2, 2)),
        (["MSET", "MSETNX"], new RedisRule(1, 2)),
    ];

    /// <summary>Nothing is data.</summary>
    public static RedisRule None { get; } = new(-1);

    /// <summary>The rule of a command; commands with rules of their own, and unknown ones, have <see cref="None"/>.</summary>
    public static RedisRule Of(ReadOnlySpan<byte> command)
    {
        foreach ((string[] commands, RedisRule rule) in Rules)
        {
            foreach (string one in commands)
            {
                if (Ascii.EqualsIgnoreCase(command, one))
                {
                    return rule;
                }
            }
        }

        return None;
    }

    /// <summary>True if the argument is data.</summary>
    public bool IsData(int argument) =>
        First >= 0 && argument >= First && (argument == First || (Step > 0 && (argument - First) % Step == 0));
}
