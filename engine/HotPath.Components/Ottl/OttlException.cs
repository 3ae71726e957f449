namespace HotPath.Components.Ottl;

/// <summary>A statement that can't be compiled. Thrown and caught at start only; nothing throws it while items pass.</summary>
public sealed class OttlException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="problem">What is wrong, and what was expected.</param>
    /// <param name="line">The line inside the statement, from 1.</param>
    /// <param name="column">The column in characters, from 1.</param>
    public OttlException(string problem, int line, int column)
        : base($"line {line}, column {column}: {problem}")
    {
        Problem = problem;
        Line = line;
        Column = column;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }

    /// <summary>The line inside the statement, from 1.</summary>
    public int Line { get; }

    /// <summary>The column inside the line, from 1.</summary>
    public int Column { get; }
}
