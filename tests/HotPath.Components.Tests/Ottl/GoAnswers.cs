namespace HotPath.Components.Tests.Ottl;

/// <summary>Compares an expression's value with what Go gave: maps as JSON with sorted keys, or only that it fails.</summary>
internal static class GoAnswers
{
    /// <summary>Fails unless both are the same.</summary>
    public static void Check(string expression, string value)
    {
        string given = OttlRig.Value(expression);
        if (value == "failed")
        {
            given.ShouldStartWith("failed: ");
        }
        else
        {
            given.ShouldBe(value);
        }
    }
}
