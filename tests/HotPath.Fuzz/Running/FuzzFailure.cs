using System.Text;

namespace HotPath.Fuzz.Running;

/// <summary>An input that broke something.</summary>
/// <param name="Target">Whose.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Execution">Which of the run's executions it was, from 0.</param>
/// <param name="Input">The input, minimised.</param>
/// <param name="Fault">What it threw.</param>
internal sealed record FuzzFailure(string Target, int Seed, long Execution, byte[] Input, Exception Fault)
{
    private const int MostShown = 256;

    /// <summary>A name for a file of it, which is the same for the same bytes.</summary>
    public string FileName => $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Input))[..16]}.bin";

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Target} failed, seed {Seed}, execution {Execution}: {Fault}\n  {Input.Length} bytes: "
        + $"{Convert.ToHexString(Input.AsSpan(0, Math.Min(Input.Length, MostShown)))}\n"
        + $"  as text: {Encoding.Latin1.GetString(Input, 0, Math.Min(Input.Length, MostShown)).ReplaceLineEndings("⏎")}";
}
