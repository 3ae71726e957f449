namespace HotPath.Engine.Pipeline;

/// <summary>The reasons under which refused requests are counted. Constants, so that metrics and docs can list them.</summary>
public static class RefuseReason
{
    /// <summary>Not valid OTLP.</summary>
    public const string Malformed = "malformed";

    /// <summary>No room in a ring or queue within <c>admission_wait</c>.</summary>
    public const string Late = "late";

    /// <summary>The sender's own deadline passed.</summary>
    public const string Deadline = "deadline";

    /// <summary>The sender went away.</summary>
    public const string Aborted = "aborted";

    /// <summary>A gate or the budget had no room.</summary>
    public const string Memory = "memory";

    /// <summary>Its tenant holds all that one may.</summary>
    public const string Tenant = "tenant";

    /// <summary>Its pipeline holds all that it may.</summary>
    public const string Pipeline = "pipeline";

    /// <summary>Larger than a request may be.</summary>
    public const string TooLarge = "too_large";

    /// <summary>More metadata under the keys that are read than one request may bring.</summary>
    public const string Metadata = "metadata_too_large";

    /// <summary>A <c>batch</c> processor has as many combinations of metadata as it may have, and this would be one more.</summary>
    public const string Cardinality = "metadata_cardinality";

    /// <summary>A processor failed with it under <c>error_mode: propagate</c>.</summary>
    public const string Processor = "processor";

    /// <summary>An exporter without a queue could not deliver it.</summary>
    public const string Exporter = "exporter";

    /// <summary>Compressed in a way that is not taken, or not decompressible.</summary>
    public const string BadEncoding = "bad_encoding";

    /// <summary>Not one whole message of its protocol: a bad flag, a truncated body, a second message.</summary>
    public const string BadFraming = "bad_framing";

    /// <summary>Its body came slower than the minimum rate.</summary>
    public const string TooSlow = "too_slow";

    /// <summary>Its sender is not one that the server's authenticator knows.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>A reload took away the plan that its headers were read for, before it was whole.</summary>
    public const string Reloaded = "reloaded";

    /// <summary>A fault of the gateway's own; the log has it.</summary>
    public const string InternalError = "internal_error";
}
