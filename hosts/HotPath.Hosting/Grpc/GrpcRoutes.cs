using System.Text;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>Finds a request's intake by its path. Immutable.</summary>
internal sealed class GrpcRoutes
{
    private static readonly (Signal Signal, string Service)[] Services =
    [
        (Signal.Traces, "opentelemetry.proto.collector.trace.v1.TraceService"),
        (Signal.Metrics, "opentelemetry.proto.collector.metrics.v1.MetricsService"),
        (Signal.Logs, "opentelemetry.proto.collector.logs.v1.LogsService"),
        (Signal.Profiles, "opentelemetry.proto.collector.profiles.v1development.ProfilesService"),
    ];

    private static readonly string[] Methods = [.. Services.OrderBy(static s => s.Signal).Select(static s => $"{s.Service}/Export")];

    private readonly (string Path, byte[] Utf8, IIntake Intake)[] _routes;

    /// <summary>Makes the routes of a server: one intake for each signal that some pipeline takes from it, or may after a reload.</summary>
    public GrpcRoutes(IEnumerable<IIntake> intakes)
    {
        _routes = [.. intakes.Select(RouteTo)];
        if (_routes.DistinctBy(route => route.Path).Count() != _routes.Length)
        {
            throw new ArgumentException("a server takes one intake for each signal", nameof(intakes));
        }
    }

    /// <summary>The intake of a path, or null.</summary>
    public IIntake? Find(string path)
    {
        foreach ((string route, _, IIntake intake) in _routes)
        {
            if (string.Equals(path, route, StringComparison.Ordinal))
            {
                return intake.IsServed ? intake : null;
            }
        }

        return null;
    }

    /// <summary>The intake of a path, or null.</summary>
    public IIntake? Find(ReadOnlySpan<byte> path)
    {
        foreach ((_, byte[] route, IIntake intake) in _routes)
        {
            if (path.SequenceEqual(route))
            {
                return intake.IsServed ? intake : null;
            }
        }

        return null;
    }

    /// <summary>Says why a path has no intake, in grpc-go's words first.</summary>
    public static Refusal Unknown(string path)
    {
        int slash = path.LastIndexOf('/');
        string service = slash > 0 ? path[1..slash] : path.TrimStart('/');
        string method = path[(slash + 1)..];
        string message = $"unknown service {service}: this is an OTLP/gRPC receiver";
        foreach ((Signal signal, string known) in Services)
        {
            if (service == known)
            {
                message = method == "Export"
                    ? $"unknown service {service}: no {SignalNames.Of(signal)} pipeline of this gateway has this receiver"
                    : $"unknown method {method} for service {service}: OTLP has Export only";
            }
        }

        return new Refusal(new RpcStatus(RpcCode.Unimplemented, message), null);
    }

    /// <summary>A signal's method, as gRPC names it in metrics: the path without its first slash.</summary>
    public static string MethodOf(Signal signal) => Methods[(int)signal];

    private static (string Path, byte[] Utf8, IIntake Intake) RouteTo(IIntake intake)
    {
        string path = "/" + MethodOf(intake.Signal);
        return (path, Encoding.UTF8.GetBytes(path), intake);
    }
}
