namespace HotPath.Components.Processors.Redaction;

/// <summary>What a thread needs while it redacts, kept by the thread: every owner needs it, and none while another does.</summary>
internal sealed class RedactionWork
{
    [ThreadStatic]
    private static RedactionWork? _ofThread;

    /// <summary>The thread's own.</summary>
    public static RedactionWork OfThread => _ofThread ??= new RedactionWork();

    /// <summary>The text at work.</summary>
    public MaskBuffer Buffer { get; } = new();

    /// <summary>What was done.</summary>
    public RedactionNotes Notes { get; } = new();

    /// <summary>Places of attributes that are to be removed.</summary>
    public List<int> Places { get; } = [];

    /// <summary>For bodies.</summary>
    public BodyRedactor Bodies { get; } = new();
}
