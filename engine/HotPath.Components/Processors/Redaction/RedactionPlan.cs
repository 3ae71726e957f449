using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Processors.Redaction.Databases;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Redaction;

/// <summary>The validated settings of one <c>redaction</c> processor.</summary>
/// <param name="Id">Its id.</param>
internal sealed record RedactionPlan(ComponentId Id) : InlinePlan(Id)
{
    /// <summary>Keeps every key: <see cref="AllowedKeys"/> then means nothing.</summary>
    public bool AllowAllKeys { get; init; }

    /// <summary>The keys that are kept.</summary>
    public IReadOnlyList<string> AllowedKeys { get; init; } = [];

    /// <summary>Keys that are not looked at.</summary>
    public IReadOnlyList<string> IgnoredKeys { get; init; } = [];

    /// <inheritdoc cref="IgnoredKeys"/>
    public Pattern[] IgnoredKeyPatterns { get; init; } = [];

    /// <summary>Keys whose values are masked whole.</summary>
    public Pattern[] BlockedKeyPatterns { get; init; } = [];

    /// <summary>What is masked inside values.</summary>
    public Pattern[] BlockedValues { get; init; } = [];

    /// <summary>Values in which one of these is found stay.</summary>
    public Pattern[] AllowedValues { get; init; } = [];

    /// <summary>Values that are not texts are looked at as texts.</summary>
    public bool AllTypes { get; init; }

    /// <summary>What a masked text becomes.</summary>
    public MaskHash Hash { get; init; }

    /// <summary>The key of an HMAC.</summary>
    public Opaque HmacKey { get; init; }

    /// <summary>
    /// Attributes whose values are URLs that are to be clustered; null = URLs stay as they are, in names of spans and bodies too.
    /// </summary>
    public IReadOnlyList<string>? UrlKeys { get; init; }

    /// <summary>Names of spans are clustered too, where <see cref="UrlKeys"/> is there.</summary>
    public bool SanitizesSpanNames { get; init; }

    /// <summary>What takes the data out of statements; null = nothing does.</summary>
    public DbSanitizer? Databases { get; init; }

    /// <summary>What is written of what was done.</summary>
    public SummaryDetail Summary { get; init; }

    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context) => new RedactionProcessor(this, context.Signal);
}
