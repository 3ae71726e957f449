using System.Text.RegularExpressions;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// An expression for .NET's engine, of which every thread may have a copy. A Regex keeps one runner; whoever finds it taken by another
/// thread makes a new one of more than a kilobyte, for every match. Copies have a runner each and share what is large, the automaton,
/// which is thread-safe.
/// </summary>
internal sealed class RegexCopy : Regex
{
    /// <summary>Compiles an expression.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    /// <exception cref="NotSupportedException">The engine that does not go back can't run it.</exception>
    public RegexCopy(string expression)
        : base(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
    {
    }

    /// <summary>Copies one.</summary>
    public RegexCopy(RegexCopy other)
    {
        pattern = other.pattern;
        roptions = other.roptions;
        factory = other.factory;
        caps = other.caps;
        capnames = other.capnames;
        capslist = other.capslist;
        capsize = other.capsize;
    }
}
