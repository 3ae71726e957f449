using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>
/// Where compiled statements run: one request's overlay, and the rows that they look at now. Pooled; one thread at a time. What it hands
/// out
/// ends with the request.
/// </summary>
internal sealed class OttlContext
{
    private readonly List<PairMap> _maps = [];
    private readonly AttributeMap[] _attributeMaps = [new(), new(), new(), new()];
    private int _rentedMaps;
    private int _rentedAttributeMaps;
    private OwnerRows _rows;

    public OttlContext(TimeProvider time)
    {
        Time = time;
        Texts = new TextBuffers();
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Characters to match patterns over.</summary>
    public TextBuffers Texts { get; }

    /// <summary>Room to put lists, maps and texts together, as a stack.</summary>
    public WireBuilder Builder { get; } = new();

    /// <summary>Finds keys of the map that an editor works on.</summary>
    public KeyTable Keys { get; } = new();

    /// <summary>The request, read and edited through its overlay; also the scratch for new values.</summary>
    public Overlay Request { get; private set; } = null!;

    /// <summary>The signal.</summary>
    public Signal Signal => Request.Index.Signal;

    /// <summary>Which data the metric has that is looked at.</summary>
    public MetricDataKind DataKind { get; private set; }

    /// <summary>The cache of the context: a map, or nil while nothing is in it.</summary>
    public OttlValue Cache { get; set; }

    /// <summary>What an editor hands to the function that it was given as an argument, while it calls it.</summary>
    public OttlValue Replaced { get; set; }

    /// <summary>Why the last evaluation failed.</summary>
    public Failure Failure { get; private set; }

    /// <summary>Begins on a request.</summary>
    public void Begin(Overlay request)
    {
        Request = request;
        Cache = default;
        DataKind = default;
    }

    /// <summary>Ends the request: nothing of it is held.</summary>
    public void End()
    {
        Request = null!;
        Cache = default;
        Replaced = default;
        EndStatement();
        Texts.Trim();
        Builder.Trim();
    }

    /// <summary>What the context looks at, of a kind.</summary>
    public Owner OwnerOf(OwnerKind kind) => new(kind, _rows[(int)kind]);

    /// <summary>Goes to a resource block.</summary>
    public void EnterResource(int row)
    {
        _rows[(int)OwnerKind.Resource] = row;
        _rows[(int)OwnerKind.ResourceBlock] = row;
    }

    /// <summary>Goes to a scope block, of the resource block that was entered.</summary>
    public void EnterScope(int row)
    {
        _rows[(int)OwnerKind.Scope] = row;
        _rows[(int)OwnerKind.ScopeBlock] = row;
    }

    /// <summary>Goes to a metric, of the scope block that was entered.</summary>
    public void EnterMetric(int row)
    {
        _rows[(int)OwnerKind.Metric] = row;
        _rows[(int)OwnerKind.MetricData] = row;
        DataKind = Request.Index.Metrics[row].Data;
    }

    /// <summary>Goes to a span, log record or data point.</summary>
    public void EnterItem(int row) => _rows[(int)OwnerKind.Item] = row;

    /// <summary>Goes to an event of the span that was entered.</summary>
    public void EnterEvent(int row) => _rows[(int)OwnerKind.Event] = row;

    /// <summary>Ends a statement: maps that it opened may be used again.</summary>
    public void EndStatement()
    {
        _rentedMaps = 0;
        _rentedAttributeMaps = 0;
    }

    /// <summary>Notes a failure with a fixed text; returns the value to return.</summary>
    public OttlValue Fail(string message)
    {
        Failure = new Failure(message, OttlKind.Failed);
        return OttlValue.Failed;
    }

    /// <summary>Notes that something else was expected (<c>"a string"</c>) than what was there; always false.</summary>
    public bool FailKind(string expected, OttlKind found)
    {
        Failure = found == OttlKind.Failed ? Failure : new Failure(expected, found);
        return false;
    }

    /// <summary>Opens a map inside a value for editing.</summary>
    public OttlMap RentMap(in OttlValue map, PathExpression? home)
    {
        if (_rentedMaps == _maps.Count)
        {
            _maps.Add(new PairMap());
        }

        PairMap rented = _maps[_rentedMaps++];
        rented.Open(this, map, home);
        return rented;
    }

    /// <summary>Opens an owner's attributes for editing.</summary>
    public OttlMap RentAttributes(OwnerKind kind)
    {
        AttributeMap rented = _attributeMaps[_rentedAttributeMaps++ % _attributeMaps.Length];
        rented.Open(Request, OwnerOf(kind));
        return rented;
    }
}
