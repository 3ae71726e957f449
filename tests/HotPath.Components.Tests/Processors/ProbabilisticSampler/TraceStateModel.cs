using System.Text.RegularExpressions;

namespace HotPath.Components.Tests.Processors.ProbabilisticSampler;

/// <summary>A trace state by regular expressions and lists: as the specification writes it down.</summary>
internal sealed partial class TraceStateModel
{
    private readonly List<string> _others = [];
    private readonly List<string> _otOthers = [];

    public TraceStateModel(string text)
    {
        if (text.Length > 1024 || !Whole().IsMatch(text))
        {
            IsBroken = true;
            return;
        }

        string[] members = text.Length == 0 ? [] : text.EndsWith(',') ? text[..^1].Split(',') : text.Split(',');
        for (int i = 0; i < members.Length; i++)
        {
            if (i == 31)
            {
                IsBroken = true;
                return;
            }

            string member = members[i].Trim(' ', '\t');
            string key = member.Split('=')[0];
            string[] halves = key.Split('@');
            if (key.Length > 256 || (halves.Length == 2 && (halves[0].Length > 241 || halves[1].Length > 14)))
            {
                IsBroken = true;
            }
            else if (key == "ot")
            {
                ReadOt(member[3..]);
            }
            else if (member.Length > 0)
            {
                _others.Add(member);
            }
        }
    }

    public bool IsBroken { get; private set; }

    public string Randomness { get; set; } = "";

    public string Threshold { get; set; } = "";

    public static bool IsHex(string text, int least) => text.Length >= least && text.Length <= 14 && text.All(char.IsAsciiHexDigit);

    public override string ToString()
    {
        List<string> ot = [.. _otOthers];
        ot.InsertRange(0, Threshold.Length > 0 ? ["th:" + Threshold] : (string[])[]);
        ot.InsertRange(0, Randomness.Length > 0 ? ["rv:" + Randomness] : (string[])[]);
        return string.Join(',', (ot.Count > 0 ? ["ot=" + string.Join(';', ot)] : (string[])[]).Concat(_others));
    }

    private void ReadOt(string text)
    {
        (Randomness, Threshold) = ("", "");
        _otOthers.Clear();
        if (text.Length > 256 || !Ot().IsMatch(text))
        {
            IsBroken = true;
            return;
        }

        foreach (string member in text.Split(';'))
        {
            string value = member[(member.IndexOf(':') + 1)..];
            switch (member.Split(':')[0])
            {
                case "rv":
                    Randomness = IsHex(value, 14) ? value : "";
                    IsBroken |= Randomness.Length == 0;
                    break;
                case "th":
                    Threshold = IsHex(value, 1) ? value : "";
                    IsBroken |= Threshold.Length == 0;
                    break;
                default:
                    _otOthers.Add(member);
                    break;
            }
        }
    }

    private const string Key = @"([a-z][a-z0-9\-*/_]*|[a-z0-9][a-z0-9\-*/_]*@[a-z][a-z0-9\-*/_]*)";
    private const string Member = @"[ \t]*(" + Key + @"=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e])?[ \t]*";

    [GeneratedRegex("^" + Member + "(," + Member + @")*\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[a-z][a-z0-9]*:[a-zA-Z0-9._\-]*(;[a-z][a-z0-9]*:[a-zA-Z0-9._\-]*)*\z")]
    private static partial Regex Ot();
}
