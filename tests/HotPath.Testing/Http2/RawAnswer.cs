namespace HotPath.Testing.Http2;

/// <summary>A stream's answer as it came.</summary>
/// <param name="Fields">The fields of all its header blocks.</param>
/// <param name="Body">The bytes of its DATA.</param>
/// <param name="DataFrames">How many DATA frames brought them.</param>
public sealed record RawAnswer(IReadOnlyDictionary<string, string> Fields, byte[] Body, int DataFrames)
{
    /// <summary>grpc-status; null if there is none.</summary>
    public int? Status => Fields.TryGetValue("grpc-status", out string? status) ? int.Parse(status) : null;

    /// <summary>:status.</summary>
    public string HttpStatus => Fields[":status"];
}
