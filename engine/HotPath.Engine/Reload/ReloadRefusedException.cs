namespace HotPath.Engine.Reload;

/// <summary>A valid configuration that a running process can't take over. The message names what needs a restart.</summary>
public sealed class ReloadRefusedException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ReloadRefusedException(string message)
        : base(message)
    {
    }
}
