using System.Net.Http.Headers;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Shared;

/// <summary>Puts an authenticator's credentials into a request's headers.</summary>
internal static class HeaderEdits
{
    /// <summary>
    /// The fields of a gRPC call, names in lower case: as in the Collector, the changes see only each other, and not the call's other
    /// headers.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Fields(ClientCredentials credentials)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (HeaderEdit edit in credentials.Edits)
        {
            string name = edit.Name.ToLowerInvariant();
            int at = fields.FindIndex(field => field.Key == name);
            KeyValuePair<string, string> written = KeyValuePair.Create(name, edit.Value.Secret);
            switch (edit.Action)
            {
                case HeaderAction.Delete when at >= 0:
                    fields.RemoveAt(at);
                    break;
                case HeaderAction.Upsert or HeaderAction.Update when at >= 0:
                    fields[at] = written;
                    break;
                case HeaderAction.Upsert or HeaderAction.Insert when at < 0:
                    fields.Add(written);
                    break;
            }
        }

        return fields;
    }

    /// <summary>Takes all headers back but the body's type, so that a request's head can be written anew.</summary>
    public static void Clear(HttpRequestHeaders headers, HttpContentHeaders contentHeaders)
    {
        headers.Clear();
        MediaTypeHeaderValue? type = contentHeaders.ContentType;
        contentHeaders.Clear();
        contentHeaders.ContentType = type;
    }

    /// <summary>Changes the headers of a request over HTTP. A header without a value counts as absent, as in Go.</summary>
    public static void Apply(ClientCredentials credentials, HttpRequestHeaders headers)
    {
        foreach (HeaderEdit edit in credentials.Edits)
        {
            bool isThere = headers.NonValidated.TryGetValues(edit.Name, out HeaderStringValues values)
                && values.Any(static value => value.Length > 0);
            bool writes = edit.Action == HeaderAction.Upsert || edit.Action == (isThere ? HeaderAction.Update : HeaderAction.Insert);
            if (writes || edit.Action == HeaderAction.Delete)
            {
                headers.Remove(edit.Name);
            }

            if (writes)
            {
                headers.TryAddWithoutValidation(edit.Name, edit.Value.Secret);
            }
        }
    }

    /// <summary>An attempt for which there were no credentials.</summary>
    public static SendResult Failure(ClientCredentials none) => new(
        none.IsPermanent ? SendStatus.Permanent : SendStatus.Retryable, 0, TimeSpan.Zero, Reason, none.Fault!);

    /// <summary>The reason of an attempt for which there were no credentials.</summary>
    public const string Reason = "unauthenticated";
}
