using HotPath.Core.Ring;

namespace HotPath.Core.Tests.Ring;

public sealed class StageTokenTests
{
    private StageToken _token;

    [Fact]
    public void Request_OfAnIdleStage_MakesTheCallerTheOwner()
    {
        _token.IsIdle.ShouldBeTrue();

        _token.Request().ShouldBeTrue();

        _token.IsIdle.ShouldBeFalse();
    }

    [Fact]
    public void Request_WhileSomebodyOwns_IsLeftToTheOwner()
    {
        _token.Request();

        _token.Request().ShouldBeFalse();
        _token.Request().ShouldBeFalse();
    }

    [Fact]
    public void TryRelease_WithoutARequestSince_ReleasesAndTheNextRequestOwns()
    {
        _token.Request();

        _token.TryRelease().ShouldBeTrue();

        _token.IsIdle.ShouldBeTrue();
        _token.Request().ShouldBeTrue();
    }

    [Fact]
    public void TryRelease_AfterRequestsCame_KeepsTheOwnerForOneMorePass()
    {
        _token.Request();
        _token.Request();
        _token.Request();

        _token.TryRelease().ShouldBeFalse();
        _token.IsIdle.ShouldBeFalse();
        _token.TryRelease().ShouldBeTrue();
    }

    [Fact]
    public void TryRelease_OfAStageNobodyOwns_Throws() => Should.Throw<InvalidOperationException>(() => _token.TryRelease());
}
