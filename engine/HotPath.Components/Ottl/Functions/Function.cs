using HotPath.Components.Ottl.Expressions;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// A function of the language: its signature, and what makes a compiled call of it from checked arguments. Stateless; see README.md for how
/// to add one.
/// </summary>
internal sealed class Function
{
    private Function(string name, IReadOnlyList<Parameter> parameters, Func<Arguments, Getter>? converter, Func<Arguments, Editor>? editor)
    {
        Name = name;
        Parameters = parameters;
        Converter = converter;
        Editor = editor;
    }

    /// <summary>Its name; converters begin with an upper-case letter, editors with a lower-case one.</summary>
    public string Name { get; }

    /// <summary>Its parameters, in order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Makes a call of a converter; null for an editor. Throws <see cref="Arguments.Error"/> for what is wrong at start.</summary>
    public Func<Arguments, Getter>? Converter { get; }

    /// <summary>Makes a call of an editor; null for a converter.</summary>
    public Func<Arguments, Editor>? Editor { get; }

    /// <summary>The contexts it can be called in.</summary>
    public ContextSet Contexts { get; private init; } = ContextSet.All;

    /// <summary>What it reads beside its arguments.</summary>
    public IndexDepth Depth { get; private init; } = IndexDepth.None;

    /// <summary>
    /// The parameter that names the only key by which it reaches into the map that its first argument is; −1 = it may look at any of the
    /// map's pairs.
    /// </summary>
    public int OnlyKey { get; private init; } = -1;

    /// <summary>A converter.</summary>
    public static Function Of(string name, Parameter[] parameters, Func<Arguments, Getter> converter) =>
        new(name, parameters, converter, null);

    /// <summary>An editor.</summary>
    public static Function Editing(string name, Parameter[] parameters, Func<Arguments, Editor> editor) =>
        new(name, parameters, null, editor);

    /// <summary>The function for some contexts only, and what it reads there beside its arguments.</summary>
    public Function In(ContextSet contexts, IndexDepth depth = IndexDepth.None) =>
        new(Name, Parameters, Converter, Editor) { Contexts = contexts, Depth = depth, OnlyKey = OnlyKey };

    /// <summary>The function, which reaches into its target by the key alone that this parameter, a constant text, names.</summary>
    public Function Reaching(int onlyKey) =>
        new(Name, Parameters, Converter, Editor) { Contexts = Contexts, Depth = Depth, OnlyKey = onlyKey };
}
