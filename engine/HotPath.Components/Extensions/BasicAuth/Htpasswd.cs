namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>Users and how their passwords are kept, as a file of Apache's <c>htpasswd</c> lists them. Immutable.</summary>
internal sealed class Htpasswd
{
    private readonly Dictionary<string, PasswordHash> _users = new(StringComparer.Ordinal);

    private Htpasswd()
    {
    }

    /// <summary>Nobody.</summary>
    public static Htpasswd Empty { get; } = new();

    /// <summary>How many users there are.</summary>
    public int Count => _users.Count;

    /// <summary>Reads lines <c>user:hash</c>; a later line of a user wins. Blank lines and comments are skipped.</summary>
    /// <param name="texts">The texts, one after another.</param>
    /// <param name="fault">The first line that can't be read, by its number and user, and why: nothing of the hash. Null if all
    /// can.</param>
    public static Htpasswd Parse(IEnumerable<string> texts, out string? fault)
    {
        var users = new Htpasswd();
        fault = null;
        foreach (string text in texts)
        {
            int number = 0;
            foreach (string written in text.Split('\n'))
            {
                number++;
                string line = written.Trim();
                if (line.Length > 0 && line[0] != '#')
                {
                    fault ??= users.Add(line) is { } why ? $"line {number} {why}" : null;
                }
            }
        }

        return users;
    }

    /// <summary>How a user's password is kept; null if there is no such user.</summary>
    public PasswordHash? Find(string user) => _users.GetValueOrDefault(user);

    private string? Add(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return "has no user: lines are user:hash";
        }

        string user = line[..colon];
        if (PasswordHash.Parse(line[(colon + 1)..], out string? fault) is not { } hash)
        {
            return $"(user '{user}') {fault}";
        }

        _users[user] = hash;
        return null;
    }
}
