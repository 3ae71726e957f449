namespace HotPath.Core.Ring;

/// <summary>skeleton</summary>
public struct StageToken
{
    /// <summary>Asks for work to be done: true if the caller now owns the stage and must run it, false if its owner will see the request.</summary>
    public bool Request() => throw new NotImplementedException();

    /// <summary>The owner's end of a pass: true if the stage was released, false if a request came meanwhile and the owner must run again.</summary>
    public bool TryRelease() => throw new NotImplementedException();
}
