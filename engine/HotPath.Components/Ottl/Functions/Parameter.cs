namespace HotPath.Components.Ottl.Functions;

/// <summary>A parameter of a function.</summary>
/// <param name="Name">As it is written in <c>name=value</c>: the Collector's name, in snake case.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="IsOptional">True if it may be left out; optional ones come last.</param>
internal sealed record Parameter(string Name, ParameterKind Kind, bool IsOptional = false)
{
    /// <summary>The parameter, as one that may be left out.</summary>
    public Parameter Optional() => this with { IsOptional = true };
}
