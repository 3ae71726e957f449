namespace HotPath.Gateway;

/// <summary>Where .NET's sockets run what waits for them.</summary>
internal static class SocketThreads
{
    private const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Has socket completions run on the thread that learned of them from the kernel, of which there is then one for each processor,
    /// instead of being handed to the thread pool: two changes of thread less for each read, a third of the CPU of a small request
    /// (docs/adr/0007-own-http2-server.md). Nothing that runs there may block, and nothing on the path does. Must come before the first
    /// socket; whoever sets the variable decides (0: the pool, .NET's default).
    /// </summary>
    public static void RunCompletionsInline()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Inline)))
        {
            Environment.SetEnvironmentVariable(Inline, "1");
        }
    }
}
