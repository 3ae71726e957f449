using System.Runtime.CompilerServices;
using Xunit;

namespace HotPath.Testing.Skips;

/// <summary>
/// A fact that runs only where a program is on PATH; otherwise it is skipped, and the reason names the Debian package to install.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsProgramAttribute : FactAttribute
{
    /// <summary>Skips unless <paramref name="program"/> is on PATH. The last two arguments are the compiler's to fill.</summary>
    public NeedsProgramAttribute(
        string program, string debianPackage, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        Program = program;
        DebianPackage = debianPackage;
        Skip = Programs.ReasonIfMissing(program, debianPackage);
        DisplayName = SkippedName.Of(file, test, Skip);
    }

    /// <summary>The program's name.</summary>
    public string Program { get; }

    /// <summary>The Debian package that brings it.</summary>
    public string DebianPackage { get; }
}
