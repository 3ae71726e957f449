namespace HotPath.LoadTests.Scenarios;

/// <summary>How one start with a queue's files of an earlier process went; times count from the start of the process.</summary>
/// <param name="StoredBytes">Bytes of the files.</param>
/// <param name="RawBytes">Bytes of the requests in them, before they were compressed.</param>
/// <param name="ScanSeconds">The part of the start that looked through the files, by the gateway's own log.</param>
/// <param name="EmptyStartSeconds">Until it served, without any files.</param>
/// <param name="ServingSeconds">Until it served.</param>
/// <param name="FirstBatchSeconds">Until the first spans of the files were delivered.</param>
/// <param name="DrainedSeconds">Until all were.</param>
internal sealed record Recovery(
    long StoredBytes,
    long RawBytes,
    double ScanSeconds,
    double EmptyStartSeconds,
    double ServingSeconds,
    double FirstBatchSeconds,
    double DrainedSeconds);
