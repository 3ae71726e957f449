using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Http;

/// <summary>Finds a request's intake by its path. Immutable.</summary>
internal sealed class HttpRoutes
{
    private readonly (string Path, IIntake Intake)[] _routes;

    /// <summary>Makes the routes of a server: one intake for each signal that some pipeline takes from it, or may after a reload.</summary>
    public HttpRoutes(HttpPathsPlan paths, IEnumerable<IIntake> intakes) =>
        _routes = [.. intakes.Select(intake => (paths.Of(intake.Signal), intake))];

    /// <summary>The intake of a request's target as HTTP/2 writes it, path and query, or null.</summary>
    public IIntake? FindTarget(string target)
    {
        int query = target.IndexOf('?', StringComparison.Ordinal);
        return Find(query < 0 ? target : target[..query]);
    }

    /// <summary>The intake of a path, or null.</summary>
    public IIntake? Find(string path)
    {
        foreach ((string route, IIntake intake) in _routes)
        {
            if (string.Equals(path, route, StringComparison.Ordinal))
            {
                return intake.IsServed ? intake : null;
            }
        }

        return null;
    }
}
