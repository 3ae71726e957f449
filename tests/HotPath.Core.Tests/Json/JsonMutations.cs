namespace HotPath.Core.Tests.Json;

/// <summary>JSON made worse, the same from the same random source: bytes put in, taken out and replaced, none to twice.</summary>
internal static class JsonMutations
{
    internal static byte[] Of(byte[] json, Random random)
    {
        var letters = "{}[]:,\"\\u0nt1-.eE \u0001"u8;
        for (var left = random.Next(3); left > 0; left--)
        {
            var at = random.Next(Math.Max(1, json.Length));
            var letter = letters[random.Next(letters.Length)];
            json = random.Next(3) switch
            {
                0 => [.. json[..at], letter, .. json[at..]],
                1 => [.. json[..at], .. json[Math.Min(json.Length, at + 1 + random.Next(3))..]],
                _ => [.. json[..at], letter, .. json[Math.Min(json.Length, at + 1)..]],
            };
        }

        return json;
    }
}
