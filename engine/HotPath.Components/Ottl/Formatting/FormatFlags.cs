namespace HotPath.Components.Ottl.Formatting;

/// <summary>What stands between <c>%</c> and the verb.</summary>
internal struct FormatFlags
{
    /// <summary><c>+</c>: a sign always.</summary>
    public bool Plus;

    /// <summary><c>-</c>: filled up on the right.</summary>
    public bool Minus;

    /// <summary><c>#</c>: the other form.</summary>
    public bool Sharp;

    /// <summary>A space where a plus would be.</summary>
    public bool Space;

    /// <summary><c>0</c>: filled up with zeroes.</summary>
    public bool Zero;

    /// <summary>The least characters; below 0 = none.</summary>
    public int Width;

    /// <summary>The precision; below 0 = none.</summary>
    public int Precision;

    /// <summary>None of them.</summary>
    public static FormatFlags None => new() { Width = -1, Precision = -1 };
}
