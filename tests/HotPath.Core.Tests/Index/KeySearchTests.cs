using System.Text;
using HotPath.Core.Index;

namespace HotPath.Core.Tests.Index;

/// <summary>Run again at narrower widths by <c>VectorWidthTests</c>. The library's search is the measure.</summary>
public class KeySearchTests
{
    private const int LongestText = 300;

    [Theory]
    [InlineData("sampling.priority")]
    [InlineData("ab")]
    [InlineData("aaaa")]
    [InlineData("a.key.that.is.longer.than.any.vector.is.wide.so.that.it.reaches.from.one.into.the.next.and.beyond.that")]
    public void Occurs_AtEveryPlaceOfATextOfAnyLength_IsWhatTheLibraryFinds(string key)
    {
        var search = new KeySearch(new AttributeKey(key));
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        for (int length = 0; length < LongestText; length++)
        {
            // Outside the text there is a key: what is found there is not in it.
            byte[] text = [.. bytes, .. Enumerable.Repeat((byte)'y', length), .. bytes];
            search.Occurs(text.AsSpan(bytes.Length, length)).ShouldBe(false, $"{length}");
            if (length >= bytes.Length)
            {
                int at = bytes.Length + (length * 7919 % (length - bytes.Length + 1));
                bytes.CopyTo(text, at);
                search.Occurs(text.AsSpan(bytes.Length, length)).ShouldBeTrue($"{length} at {at}");
                text[at + (bytes.Length / 2)] ^= 1;
                search.Occurs(text.AsSpan(bytes.Length, length)).ShouldBe(
                    text.AsSpan(bytes.Length, length).IndexOf(bytes) >= 0, $"{length} at {at}, one letter off");
            }
        }
    }
}
