using System.CommandLine;
using HotPath.LoadTests.Friday;

namespace HotPath.LoadTests.Commands;

/// <summary><c>hotpath-load friday</c>: a bad day of three tiers. Exit status 1 if anything acknowledged was lost.</summary>
internal static class FridayCommand
{
    private const string Clear = "\e[H\e[J";

    public static Command Create()
    {
        Option<string?> hotpath = new("--hotpath") { Description = "The gateway's executable." };
        Option<string?> other = new("--command")
        {
            Description = "Another gateway's command line, such as 'otelcol-contrib --config {config} --config {overlay}'.",
        };
        Option<double> minutes = new("--minutes") { Description = "How long the day is.", DefaultValueFactory = _ => 10 };
        Option<int> items = new("--items") { Description = "Items a second in the morning.", DefaultValueFactory = _ => 5_000 };
        Option<string?> folder = new("--folder")
        {
            Description = "Keeps configurations, queues and logs there, rather than removing them.",
        };
        var friday = new Command("friday", "A bad day, with real processes: what was acknowledged must arrive.")
        {
            hotpath, other, minutes, items, folder,
        };
        friday.SetAction(async (parsed, _) =>
        {
            string? command = parsed.GetValue(other);
            if (command is null && parsed.GetValue(hotpath) is null)
            {
                await Console.Error.WriteLineAsync("Error: friday needs --hotpath, or --command for another gateway");
                return 1;
            }

            string[] words = command?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                ?? [parsed.GetValue(hotpath)!, "--config", "{config}", "--config", "{overlay}"];
            return await PlayAsync(words, TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(items), parsed.GetValue(folder));
        });
        return friday;
    }

    private static async Task<int> PlayAsync(string[] command, TimeSpan day, int items, string? kept)
    {
        string folder = kept is null
            ? Directory.CreateTempSubdirectory("hotpath-friday-").FullName
            : Directory.CreateDirectory(kept).FullName;
        try
        {
            FridayResult result = await FridayDay.PlayAsync(new FridayOptions(command, day, items, folder, Write));
            if (Console.IsOutputRedirected)
            {
                Console.WriteLine(FridayScreen.Draw(result.Last));
            }

            result.Faults.ToList().ForEach(fault => Console.WriteLine($"FAULT: {fault}"));
            Console.WriteLine($"{result.Items.Missing} lost");
            return result.Faults.Count == 0 ? 0 : 1;
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>A terminal gets the screen, a file the headlines.</summary>
    private static void Write(string text, bool isScreen)
    {
        if (isScreen && !Console.IsOutputRedirected)
        {
            Console.Write(Clear + text);
        }
        else if (!isScreen && Console.IsOutputRedirected)
        {
            Console.WriteLine(text);
        }
    }
}
