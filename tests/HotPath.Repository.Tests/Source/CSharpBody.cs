namespace HotPath.Repository.Tests.Source;

/// <summary>A block in braces, with what stands before it: a type's, a member's, or one inside a member.</summary>
/// <param name="Header">The code between the block and whatever ended before it.</param>
/// <param name="Open">The position of its opening brace.</param>
/// <param name="Close">The position of its closing brace.</param>
/// <param name="Depth">How many types it stands in; -1 inside a member.</param>
internal readonly record struct CSharpBody(string Header, int Open, int Close, int Depth)
{
    /// <summary>True for a class, struct, interface, record or enum.</summary>
    public bool IsType { get; private init; }

    /// <summary>Finds the blocks of types and of their members, in the order in which they close.</summary>
    public static IEnumerable<CSharpBody> In(string code)
    {
        Stack<(string Header, int Open, bool IsType)> open = new();
        int headerStart = 0;
        int types = 0;
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i] == '{')
            {
                string header = code[headerStart..i].Trim();
                bool isType = (open.Count == 0 || open.Peek().IsType) && Declares(header);
                open.Push((header, i, isType));
                types += isType ? 1 : 0;
                headerStart = i + 1;
            }
            else if (code[i] == '}' && open.TryPop(out var block))
            {
                types -= block.IsType ? 1 : 0;
                bool isMember = open.Count > 0 && open.Peek().IsType;
                yield return new CSharpBody(block.Header, block.Open, i, block.IsType || isMember ? types : -1) { IsType = block.IsType };
                headerStart = i + 1;
            }
            else if (code[i] == ';')
            {
                headerStart = i + 1;
            }
        }
    }

    /// <summary>True if a type begins after that header. Constraints (<c>where T : class</c>) name no type.</summary>
    private static bool Declares(string header) => header
        .Split([' ', '\n', '\t', '(', '<', ':', ']'], StringSplitOptions.RemoveEmptyEntries)
        .TakeWhile(static word => word != "where")
        .Any(static word => word is "class" or "struct" or "interface" or "record" or "enum");
}
