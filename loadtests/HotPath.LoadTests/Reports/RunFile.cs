using System.Text.Json;
using System.Text.Json.Serialization;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Reports;

/// <summary>A run as <c>--json</c> keeps it.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Machine">Where, and with what.</param>
/// <param name="Results">What its scenarios came to.</param>
internal sealed record RunFile(DateOnly At, Machine Machine, IReadOnlyList<ScenarioResult> Results)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static RunFile Parse(string json) =>
        JsonSerializer.Deserialize<RunFile>(json, Json) ?? throw new InvalidDataException("the file holds null, which is no run");

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
