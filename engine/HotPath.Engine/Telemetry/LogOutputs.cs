namespace HotPath.Engine.Telemetry;

/// <summary>Opens <c>service::telemetry::logs::output_paths</c>: <c>stderr</c>, <c>stdout</c>, files (created, appended to).</summary>
public static class LogOutputs
{
    /// <summary>One stream for all of them.</summary>
    /// <exception cref="IOException">One cannot be opened; the message names it and says what to do.</exception>
    public static Stream Open(IReadOnlyList<string> paths)
    {
        List<Stream> opened = [];
        try
        {
            foreach (string path in paths)
            {
                opened.Add(Open(path));
            }
        }
        catch
        {
            opened.ForEach(static stream => stream.Dispose());
            throw;
        }

        return opened is [{ } only] ? only : new TeeStream([.. opened]);
    }

    private static Stream Open(string path)
    {
        try
        {
            return path switch
            {
                "stderr" => Console.OpenStandardError(),
                "stdout" => Console.OpenStandardOutput(),
                _ => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0),
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"the log's output '{path}' (service::telemetry::logs::output_paths) cannot be opened: {fault.Message} Name a file that "
                + "can be written, or stderr.",
                fault);
        }
    }
}
