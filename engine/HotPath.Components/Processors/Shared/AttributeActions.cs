using System.Collections.Immutable;
using HotPath.Components.Ottl.Patterns;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Shared;

/// <summary>
/// Runs actions, in their order, over one owner's attributes (collector-contrib, internal/coreinternal/attraction). By key, the first of
/// duplicates is meant; by pattern, every attribute. Thread-safe.
/// </summary>
internal sealed class AttributeActions
{
    /// <summary>Sources of one request that need no array of their own.</summary>
    public const int FewContexts = 8;

    private readonly AttributeAction[] _actions;
    private readonly int[] _contextOf;

    public AttributeActions(IEnumerable<AttributeAction> actions)
    {
        _actions = [.. actions];
        Contexts = [.. _actions.Select(action => action.Context).OfType<ContextSource>().Distinct()];
        _contextOf = [.. _actions.Select(action => action.Context is null ? -1 : Contexts.IndexOf(action.Context))];
    }

    /// <summary>What the actions ask about a request's sender; once a request they are read into as many values.</summary>
    public ImmutableArray<ContextSource> Contexts { get; }

    /// <summary>Reads <see cref="Contexts"/> for one request.</summary>
    public void ReadContexts(Overlay overlay, in ClientInfo client, Span<WireValue> values)
    {
        for (int i = 0; i < Contexts.Length; i++)
        {
            values[i] = Contexts[i].Read(overlay, client);
        }
    }

    /// <summary>
    /// Runs all actions. What they hash is pending: at a request's end <see cref="Overlay.FinishHashes"/> must be called.
    /// </summary>
    /// <param name="overlay">The request.</param>
    /// <param name="owner">Whose attributes.</param>
    /// <param name="contexts">What <see cref="ReadContexts"/> read of this request.</param>
    public void Run(Overlay overlay, Owner owner, ReadOnlySpan<WireValue> contexts)
    {
        AttributeView view = overlay.AttributesOf(owner);
        for (int i = 0; i < _actions.Length; i++)
        {
            AttributeAction action = _actions[i];
            WireValue context = _contextOf[i] < 0 ? default : contexts[_contextOf[i]];
            switch (action.Kind)
            {
                case ActionKind.Insert:
                    if (TrySource(view, action, context, out WireValue inserted))
                    {
                        view.Insert(action.Key, inserted);
                    }

                    break;
                case ActionKind.Update:
                    if (TrySource(view, action, context, out WireValue updated))
                    {
                        view.Update(action.Key, updated);
                    }

                    break;
                case ActionKind.Upsert:
                    if (TrySource(view, action, context, out WireValue value))
                    {
                        view.Upsert(action.Key, value);
                    }

                    break;
                case ActionKind.Delete:
                    Delete(view, action);
                    break;
                case ActionKind.Hash:
                    Hash(overlay, view, action);
                    break;
                case ActionKind.Extract:
                    Extract(overlay, view, action);
                    break;
                default:
                    Convert(overlay, view, action);
                    break;
            }
        }
    }

    private static bool TrySource(AttributeView view, AttributeAction action, in WireValue context, out WireValue value)
    {
        if (action.Value is { } constant)
        {
            value = constant.Value;
            return true;
        }

        if (action.Context is null ? view.TryGet(action.From!, out value) : (value = context).Kind != ValueKind.Empty)
        {
            return true;
        }

        value = action.Default?.Value ?? default;
        return action.Default is not null;
    }

    private static void Delete(AttributeView view, AttributeAction action)
    {
        view.Remove(action.Key);
        Delete(view, action.KeyPattern);
        Delete(view, action.Pattern);
    }

    private static void Delete(AttributeView view, Pattern? pattern)
    {
        for (int place = 0; pattern is not null && place < view.Rows.Length; place++)
        {
            while (!view.Rows[place].IsRemoved && pattern.IsMatch(view.Rows[place].Key))
            {
                view.Remove(view.Rows[place].Key, view.Rows[place].KeyHash);
            }
        }
    }

    /// <summary>
    /// By pattern too it is the first of a key that is hashed, once for each time the key is there, as the Collector does.
    /// </summary>
    private static void Hash(Overlay overlay, AttributeView view, AttributeAction action)
    {
        HashAt(overlay, view, view.IndexOf(action.Key.Utf8, action.Key.Hash));
        Hash(overlay, view, action.KeyPattern);
        Hash(overlay, view, action.Pattern);
    }

    private static void Hash(Overlay overlay, AttributeView view, Pattern? pattern)
    {
        for (int place = 0; pattern is not null && place < view.Rows.Length; place++)
        {
            if (!view.Rows[place].IsRemoved && pattern.IsMatch(view.Rows[place].Key))
            {
                HashAt(overlay, view, view.IndexOf(view.Rows[place].Key, view.Rows[place].KeyHash));
            }
        }
    }

    private static void HashAt(Overlay overlay, AttributeView view, int place)
    {
        if (place >= 0)
        {
            view.ReplaceAt(place, ValueHash.Of(overlay, view.Rows[place].Value));
        }
    }

    /// <summary>A group that took no part in the match gives an empty text.</summary>
    private static void Extract(Overlay overlay, AttributeView view, AttributeAction action)
    {
        if (!view.TryGet(action.Key, out WireValue value) || value.Kind != ValueKind.Text)
        {
            return;
        }

        overlay.Settle(value);
        if (!action.Pattern!.IsMatch(value.Content))
        {
            return;
        }

        MatchGroups groups = MatchGroups.Rent();
        groups.Open(action.Pattern, value.Content);
        bool isFound = groups.TryNext();
        for (int i = 0; isFound && i < action.Groups.Length; i++)
        {
            view.Upsert(action.Groups[i], Utf16.Text(overlay, groups[i + 1]));
        }

        groups.GiveBack();
    }

    private static void Convert(Overlay overlay, AttributeView view, AttributeAction action)
    {
        int place = view.IndexOf(action.Key.Utf8, action.Key.Hash);
        if (place >= 0)
        {
            overlay.Settle(view.Rows[place].Value);
        }

        if (place >= 0 && ValueConversion.TryConvert(overlay, view.Rows[place].Value, action.Target, out WireValue converted))
        {
            view.ReplaceAt(place, converted);
        }
    }
}
