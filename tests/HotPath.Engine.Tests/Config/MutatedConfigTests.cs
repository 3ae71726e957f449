using FsCheck;
using FsCheck.Fluent;
using HotPath.Engine.Config;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Config;

/// <summary>No text makes the composer throw, and every error it gives has a place inside the text.</summary>
public class MutatedConfigTests
{
    private const string Characters = " \t\r\n:-#{}[],'\"&*!|>%@`?0~.<$\\\u00e9\u0000\u2028";
    private static readonly string[] Pieces =
        ["  ", "- ", ": ", "${", "}", "::", "\n---\n", "${env:X}", "<<: ", "*a", "&a ", "!!int ", "|\n", "\n", "a", "b", "1"];

    [Fact]
    public void Compose_AnyMutationOfARealConfig_NeverThrowsAndPlacesItsErrors()
    {
        string[] files = [.. Directory.GetFiles(RepositoryRoot.Combine("tests", "configs"), "*.yaml").Select(File.ReadAllText)];
        Gen<string> texts = Gen.Elements(files).SelectMany(text => Edit(text).SelectMany(Edit).SelectMany(Edit));

        Prop.ForAll(texts.ToArbitrary(), IsTold).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Compose_AnySequenceOfPieces_NeverThrowsAndPlacesItsErrors()
    {
        Gen<string> texts = Piece().ListOf().Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), IsTold).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static bool IsTold(string text)
    {
        var errors = new ConfigErrors();
        ConfigNode root = ConfigComposer.FromText(text, "c.yaml", errors, name => name == "X" ? "{a: [1, '${Y}']}" : null);
        int lines = text.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 1;
        return root.IsMap
            && errors.Errors.All(e => e.Position.Source == "c.yaml" && e.Position.Column >= 1 && e.Message.Length > 10)
            && errors.Errors.All(e => e.Position.Line >= 1 && e.Position.Line <= lines);
    }

    private static Gen<string> Piece() =>
        Gen.OneOf(Gen.Elements(Pieces), Gen.Elements(Characters.ToCharArray()).Select(c => c.ToString()));

    private static Gen<string> Edit(string text) =>
        from at in Gen.Choose(0, text.Length)
        from cut in Gen.Choose(0, Math.Min(3, text.Length - at))
        from piece in Gen.OneOf(Gen.Constant(""), Piece())
        select text[..at] + piece + text[(at + cut)..];
}
