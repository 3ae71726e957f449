namespace HotPath.LoadTests.Scenarios;

/// <summary>What is sent, how hard and for how long, in NBomber's words.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="SpansPerRequest">Spans in each request, about 440 bytes each.</param>
/// <param name="Connections">Connections, each its own HTTP/2 connection.</param>
/// <param name="Copies">Load simulation «keep constant»: requests in flight on each connection.</param>
/// <param name="WarmUp">Not measured: code is compiled, connections and pools fill.</param>
/// <param name="During">Measured.</param>
internal sealed record Scenario(string Name, int SpansPerRequest, int Connections, int Copies, TimeSpan WarmUp, TimeSpan During);
