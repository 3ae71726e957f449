using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace HotPath.Testing.Skips;

/// <summary>
/// A fact that runs only where a condition holds, decided at discovery. The condition is a static method or property of type
/// <c>string?</c>: null means "run", anything else is the reason shown with the skipped test.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWhenAttribute : FactAttribute
{
    /// <summary>
    /// Asks <paramref name="owner"/>'s static member <paramref name="member"/> for a reason to skip. The last two arguments are the
    /// compiler's to fill.
    /// </summary>
    public FactWhenAttribute(Type owner, string member, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        Skip = Ask(owner, member);
        DisplayName = SkippedName.Of(file, test, Skip);
    }

    private static string? Ask(Type owner, string member)
    {
        const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
        MethodInfo method = owner.GetProperty(member, Statics)?.GetMethod
            ?? owner.GetMethod(member, Statics, Type.EmptyTypes)
            ?? throw new ArgumentException($"{owner.Name} has no static property or parameterless method named {member}.", nameof(member));
        return (string?)method.Invoke(null, null);
    }
}
