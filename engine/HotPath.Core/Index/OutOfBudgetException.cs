namespace HotPath.Core.Index;

/// <summary>
/// The budget has no room for rows or edits. Thrown out of <see cref="RequestIndex.Build"/> and out of the writing members of an overlay; a
/// processor lets it pass, and the engine refuses the request (or drops the part, behind a stage).
/// </summary>
public sealed class OutOfBudgetException : Exception
{
    /// <summary>Makes one.</summary>
    public OutOfBudgetException()
        : base("the memory budget has no room to process the request")
    {
    }

    /// <summary>Makes one with a message.</summary>
    public OutOfBudgetException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and a cause.</summary>
    public OutOfBudgetException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
