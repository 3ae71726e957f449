namespace HotPath.Engine.Config.Gates;

/// <summary>Which of the Collector's feature gates are on. Immutable.</summary>
public sealed class FeatureGates
{
    private const string Flag = "--feature-gates";
    private readonly Dictionary<string, bool> _set;

    private FeatureGates(Dictionary<string, bool> set) => _set = set;

    /// <summary>Every gate as it is by default.</summary>
    public static FeatureGates Default { get; } = new([]);

    /// <summary>True if a gate is on. An unknown one is off.</summary>
    public bool IsOn(string id) => _set.TryGetValue(id, out bool on) ? on : KnownGates.Find(id) is { IsOnByDefault: true };

    /// <summary>Reads <c>--feature-gates</c> arguments.</summary>
    /// <param name="arguments">Lists of ids with commas between: <c>-id</c> is off, <c>id</c> and <c>+id</c> are on; the last wins.</param>
    /// <param name="errors">
    /// Gets an error for what cannot be had as asked for, and a warning for an id that nobody knows or that changes nothing here.
    /// </param>
    public static FeatureGates Parse(IEnumerable<string> arguments, ConfigErrors errors)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(errors);
        var asked = new Dictionary<string, bool>();
        foreach (string argument in arguments.Where(a => a.Length > 0))
        {
            string[] ids = argument.Split(',');
            for (int i = 0; i < ids.Length; i++)
            {
                string id = ids[i].TrimStart('+', '-').Length == ids[i].Length ? ids[i] : ids[i][1..];
                if (id.Length == 0)
                {
                    Refuse(errors, "", $"empty feature gate identifier at index {i}");
                    continue;
                }

                asked[id] = ids[i][0] != '-';
            }
        }

        return new FeatureGates(asked.Where(pair => Accept(pair.Key, pair.Value, errors)).ToDictionary());
    }

    private static bool Accept(string id, bool on, ConfigErrors errors)
    {
        if (KnownGates.Find(id) is not { } gate)
        {
            string near = KeyAdvice.Nearest(id, KnownGates.All.Select(g => g.Id)) is { } meant ? $"; did you mean '{meant}'?" : "";
            string unknown = $"the core of the Collector {CollectorVersion.Core} has no such feature gate, and it has no effect in HotPath";
            errors.Tolerate(Place, id, unknown + near);
            return false;
        }

        bool isFixed = gate.Stage is GateStage.Stable or GateStage.Deprecated;
        if (on == gate.IsOnByDefault)
        {
            if (isFixed)
            {
                errors.Warn(Place, id, $"the feature gate is {Word(gate.Stage)} and goes with {gate.ToVersion}; remove it");
            }

            return true;
        }

        if (isFixed)
        {
            Refuse(errors, id, $"the feature gate is {Word(gate.Stage)} and cannot be turned {(on ? "on" : "off")}; remove it");
        }
        else if (gate.Effect == GateEffect.Refused)
        {
            Refuse(errors, id, $"known to the Collector, but not built in HotPath yet: {gate.Note}");
        }
        else if (gate.Effect == GateEffect.None)
        {
            errors.Warn(Place, id, $"the feature gate has no effect in HotPath: {gate.Note}");
        }

        return true;
    }

    private static ConfigPosition Place => new(Flag, 0, 0);

    private static string Word(GateStage stage) => stage == GateStage.Stable ? "stable" : "deprecated";

    private static void Refuse(ConfigErrors errors, string id, string message) => errors.Add(Place, id, message);
}
