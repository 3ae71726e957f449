using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>Goes through a request as a context says: each resource, scope, span, … that is not dropped.</summary>
internal static class OttlWalk
{
    /// <summary>Visits each thing; false = a visit ended it.</summary>
    public static bool Run<T>(OttlContext context, ContextKind kind, ref T visitor)
        where T : struct, IOttlVisitor => kind switch
        {
            ContextKind.Resource => Resources(context, ref visitor),
            ContextKind.Scope => Scopes(context, kind, ref visitor),
            ContextKind.Metric or ContextKind.DataPoint => context.Signal != Signal.Metrics || Scopes(context, kind, ref visitor),
            ContextKind.Log => context.Signal != Signal.Logs || Scopes(context, kind, ref visitor),
            _ => context.Signal != Signal.Traces || Scopes(context, kind, ref visitor),
        };

    private static bool Resources<T>(OttlContext context, ref T visitor)
        where T : struct, IOttlVisitor
    {
        for (int row = 0; row < context.Request.Index.Resources.Length; row++)
        {
            context.EnterResource(row);
            if (!context.Request.IsDropped(Owner.ResourceBlock(row)) && !Visit(context, Owner.Resource(row), ref visitor))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Scopes<T>(OttlContext context, ContextKind kind, ref T visitor)
        where T : struct, IOttlVisitor
    {
        ReadOnlySpan<ScopeRow> scopes = context.Request.Index.Scopes;
        for (int row = 0; row < scopes.Length; row++)
        {
            if (context.Request.IsDropped(Owner.ScopeBlock(row)))
            {
                continue;
            }

            context.EnterResource(scopes[row].Resource);
            context.EnterScope(row);
            bool goesOn = kind switch
            {
                ContextKind.Scope => Visit(context, Owner.Scope(row), ref visitor),
                ContextKind.Metric or ContextKind.DataPoint => Metrics(context, kind, scopes[row], ref visitor),
                _ => Items(context, kind, scopes[row].FirstItem, scopes[row].ItemCount, ref visitor),
            };
            if (!goesOn)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Metrics<T>(OttlContext context, ContextKind kind, in ScopeRow scope, ref T visitor)
        where T : struct, IOttlVisitor
    {
        for (int row = scope.FirstMetric; row < scope.FirstMetric + scope.MetricCount; row++)
        {
            if (context.Request.IsDropped(Owner.Metric(row)))
            {
                continue;
            }

            context.EnterMetric(row);
            ref readonly MetricRow metric = ref context.Request.Index.Metrics[row];
            bool goesOn = kind == ContextKind.Metric
                ? Visit(context, Owner.Metric(row), ref visitor)
                : Items(context, kind, metric.FirstItem, metric.ItemCount, ref visitor);
            if (!goesOn)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Items<T>(OttlContext context, ContextKind kind, int first, int count, ref T visitor)
        where T : struct, IOttlVisitor
    {
        Overlay request = context.Request;
        for (int row = first; row < first + count; row++)
        {
            if (request.IsItemDropped(row))
            {
                continue;
            }

            context.EnterItem(row);
            bool goesOn = kind == ContextKind.SpanEvent ? Events(context, row, ref visitor) : Visit(context, Owner.Item(row), ref visitor);
            if (!goesOn)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Events<T>(OttlContext context, int span, ref T visitor)
        where T : struct, IOttlVisitor
    {
        (int first, int count) = context.Request.Index.EventsOf(span);
        for (int row = first; row < first + count; row++)
        {
            context.EnterEvent(row);
            if (!context.Request.IsDropped(Owner.Event(row)) && !Visit(context, Owner.Event(row), ref visitor))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Visit<T>(OttlContext context, Owner owner, ref T visitor)
        where T : struct, IOttlVisitor
    {
        context.Cache = default;
        context.Builder.Rewind(0);
        return visitor.Visit(context, owner);
    }
}
