using HotPath.Engine.Config;

namespace HotPath.Engine.Auth;

/// <summary>
/// What an authenticator adds to a request, or why it cannot. Immutable; exporters keep its encoding by the object itself. Nothing of it is
/// printed.
/// </summary>
public sealed class ClientCredentials
{
    /// <summary>The most bytes of names and values together: servers take hardly more in all headers.</summary>
    public const int MaxBytes = 12 * 1024;

    private ClientCredentials(IReadOnlyList<HeaderEdit> edits, string? fault, bool isPermanent)
    {
        Edits = edits;
        Fault = fault;
        IsPermanent = isPermanent;
    }

    /// <summary>The changes, in order.</summary>
    public IReadOnlyList<HeaderEdit> Edits { get; }

    /// <summary>Why there are none to be had; null if there are.</summary>
    public string? Fault { get; }

    /// <summary>With a fault: true if it stays so for this batch however often it is tried.</summary>
    public bool IsPermanent { get; }

    /// <summary>These changes; a fault if no header can carry a value, or they are longer than <see cref="MaxBytes"/>.</summary>
    public static ClientCredentials Of(IReadOnlyList<HeaderEdit> edits)
    {
        ArgumentNullException.ThrowIfNull(edits);
        foreach (HeaderEdit edit in edits)
        {
            if (edit.Value.Secret.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                return None(
                    $"the value for the header '{edit.Name}' is not printable ASCII, and no header can carry it", isPermanent: true);
            }
        }

        int bytes = edits.Sum(static edit => edit.Name.Length + edit.Value.Secret.Length);
        return bytes <= MaxBytes
            ? new ClientCredentials(edits, null, false)
            : None($"the credentials are {bytes} bytes, more than {MaxBytes}, and no server would take them", isPermanent: true);
    }

    /// <summary>One header, whatever it was before.</summary>
    public static ClientCredentials Header(string name, string value) => Of([new HeaderEdit(HeaderAction.Upsert, name, new Opaque(value))]);

    /// <summary>None, and why.</summary>
    public static ClientCredentials None(string fault, bool isPermanent = false) => new([], fault, isPermanent);
}
