namespace HotPath.Components.Ottl.Formatting;

/// <summary>What quotes mean in a row of CSV.</summary>
internal enum CsvQuotes : byte
{
    /// <summary>They hold a whole field, and stand nowhere else.</summary>
    Strict,

    /// <summary>They may stand within a field, and mean themselves there.</summary>
    Lazy,

    /// <summary>They are characters like others.</summary>
    Ignored,
}
