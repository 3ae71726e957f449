namespace HotPath.Components.Ottl.Functions;

/// <summary>The functions that statements can call, by name.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<string, Function> _functions;

    private FunctionTable(IEnumerable<Function> functions)
    {
        _functions = functions.ToDictionary(f => f.Name, StringComparer.Ordinal);
    }

    /// <summary>All functions of the language. A family more is a line more here.</summary>
    public static FunctionTable Standard { get; } = new(
    [
        .. SetFunctions.All,
        .. TextFunctions.All,
        .. TypeFunctions.All,
        .. MatchFunctions.All,
        .. NumberFunctions.All,
        .. IdFunctions.All,
        .. PointFunctions.All,
        .. ListFunctions.All,
        .. TimeFunctions.All,
        .. ReplaceFunctions.All,
        .. KeyFunctions.All,
        .. MapFunctions.All,
        .. HashFunctions.All,
        .. CaseFunctions.All,
        .. PieceFunctions.All,
        .. ParseFunctions.All,
        .. SortFunctions.All,
        .. MapListFunctions.All,
        .. FormatFunctions.All,
        .. TimeTextFunctions.All,
        .. FlattenFunctions.All,
        .. EncodingFunctions.All,
        .. ChoiceFunctions.All,
        .. NetFunctions.All,
        .. PairTextFunctions.All,
        .. CsvFunctions.All,
        .. PatternFunctions.All,
        .. SeverityFunctions.All,
        .. UuidFunctions.All,
        .. UrlFunctions.All,
    ]);

    /// <summary>The names, for advice.</summary>
    public IEnumerable<string> Names => _functions.Keys;

    /// <summary>A function, or null.</summary>
    public Function? Find(string name) => _functions.GetValueOrDefault(name);
}
