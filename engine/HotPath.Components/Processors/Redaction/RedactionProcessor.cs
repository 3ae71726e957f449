using HotPath.Components.Processors.Redaction.Databases;
using HotPath.Components.Processors.Shared;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Redaction;

/// <summary>
/// Removes attributes that are not on a list, and masks what must not be read in the values of the others: of resources, scopes, spans,
/// span events, log records (and their bodies) and data points; and takes what varies out of URLs. Nothing is allocated but in the
/// overlay's scratch.
/// </summary>
internal sealed class RedactionProcessor : IInlineProcessor
{
    /// <summary>Up to so many attributes are removed by key, as the Collector does: it decides which of two equal keys is first.</summary>
    private const int MostByKey = 64;

    private readonly RedactionRules _rules;
    private readonly SummaryDetail _summary;
    private readonly bool _allTypes;
    private readonly bool _hasNames;

    public RedactionProcessor(RedactionPlan plan, Signal signal)
    {
        _rules = new RedactionRules(plan);
        _summary = plan.Summary;
        _allTypes = plan.AllTypes;
        _hasNames = _rules.SpanNames is not null || _rules.Databases?.SanitizesNames == true;
        Depth = IndexDepth.ResourceAttributes | IndexDepth.ScopeAttributes | IndexDepth.ItemAttributes | signal switch
        {
            Signal.Traces => IndexDepth.EventAttributes | (_hasNames ? IndexDepth.ItemFields : IndexDepth.None),
            Signal.Logs => IndexDepth.ItemFields,
            _ => IndexDepth.None,
        };
    }

    /// <inheritdoc/>
    public IndexDepth Depth { get; }

    /// <summary>It drops nothing.</summary>
    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request)
    {
        RedactionWork work = RedactionWork.OfThread;
        RequestIndex index = request.Index;
        Redact(request, OwnerKind.Resource, index.Resources.Length, work);
        Redact(request, OwnerKind.Scope, index.Scopes.Length, work);
        Redact(request, OwnerKind.Item, index.Items.Length, work);
        Redact(request, OwnerKind.Event, index.Events.Length, work);
        for (int item = 0; index.Signal == Signal.Traces && _hasNames && item < index.Items.Length; item++)
        {
            SanitizeName(request, Owner.Item(item));
        }

        for (int item = 0; index.Signal == Signal.Logs && item < index.Items.Length; item++)
        {
            if (!request.IsItemDropped(item))
            {
                work.Bodies.Redact(request, Owner.Item(item), _rules, work, _summary);
            }
        }

        return ProcessResult.Done;
    }

    /// <summary>A name is a URL or a statement, not both.</summary>
    private void SanitizeName(Overlay request, Owner span)
    {
        if (request.IsItemDropped(span.Row) || _rules.IsAllowed(request.GetField(span, OtlpTag.SpanName).Bytes))
        {
            return;
        }

        if (_rules.SpanNames?.TrySanitizeName(request, span) != true && _rules.Databases is { SanitizesNames: true } databases)
        {
            databases.SanitizeName(request, span);
        }
    }

    private void Redact(Overlay request, OwnerKind kind, int count, RedactionWork work)
    {
        for (int row = 0; row < count; row++)
        {
            var owner = new Owner(kind, row);
            if (!request.IsDropped(owner))
            {
                Redact(request, owner, work);
            }
        }
    }

    private void Redact(Overlay request, Owner owner, RedactionWork work)
    {
        AttributeView view = request.AttributesOf(owner);
        ReadOnlySpan<AttributeRow> rows = view.Rows;
        RedactionNotes notes = work.Notes;
        notes.Begin(_summary);
        work.Places.Clear();
        ReadOnlySpan<byte> system = _rules.Databases is null ? default : DbSanitizer.SystemOf(view);
        for (int place = 0; place < rows.Length; place++)
        {
            ref readonly AttributeRow row = ref rows[place];
            if (row.IsRemoved)
            {
                continue;
            }

            if (_rules.IsIgnored(row.Key, row.KeyHash))
            {
                notes.Ignored++;
            }
            else if (_rules.IsRedacted(row.Key, row.KeyHash))
            {
                notes.Redacted.Add(row.Key, notes.IsNaming);
                work.Places.Add(place);
            }
            else
            {
                RedactValue(request, view, place, row, system, work);
            }
        }

        // An edit may have copied the rows; keys and places are the same in both.
        foreach (int place in work.Places)
        {
            if (rows.Length > MostByKey)
            {
                view.RemoveAt(place);
            }
            else
            {
                view.Remove(rows[place].Key, rows[place].KeyHash);
            }
        }

        notes.Write(request, view, SummaryKeys.Attributes);
    }

    private void RedactValue(
        Overlay request, AttributeView view, int place, in AttributeRow row, ReadOnlySpan<byte> system, RedactionWork work)
    {
        WireValue value = row.Value;
        ReadOnlySpan<byte> text = value.Kind == ValueKind.Text ? value.Content : default;
        if (_allTypes && !ValueString.TryRead(value, out text))
        {
            // Too long to be looked at: not let through.
            work.Notes.Masked.Add(row.Key, work.Notes.IsNaming);
            view.ReplaceAt(place, request.Text("****"u8));
        }
        else if (_rules.IsAllowed(text))
        {
            work.Notes.Allowed.Add(row.Key, work.Notes.IsNaming);
        }
        else if (_rules.IsBlocked(row.Key))
        {
            work.Notes.Masked.Add(row.Key, work.Notes.IsNaming);
            view.ReplaceAt(place, _rules.MaskAll(request, work.Buffer, text));
        }
        else if (_rules.TryMask(request, work.Buffer, text, row, system, out WireValue masked))
        {
            work.Notes.Masked.Add(row.Key, work.Notes.IsNaming);
            view.ReplaceAt(place, masked);
        }
    }
}
