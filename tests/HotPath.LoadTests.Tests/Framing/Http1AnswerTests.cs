using System.Text;
using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Tests.Framing;

public sealed class Http1AnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, false)]
    [InlineData("HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 429, true)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", 200, false)]
    public void Answer_Whole_IsReadAndBeforeThatIsNot(string text, int status, bool hasDelay)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        for (int length = 0; length < bytes.Length; length++)
        {
            Http1Answer.TryRead(bytes.AsSpan(0, length), out _).ShouldBeFalse($"{length} bytes");
        }

        Http1Answer.TryRead(bytes, out Http1Answer answer).ShouldBeTrue();
        answer.ShouldBe(new Http1Answer(status, hasDelay, Closes: false));
    }
}
