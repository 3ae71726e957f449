using System.Security.Cryptography;
using System.Text;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Processors.Redaction.Databases;
using HotPath.Components.Processors.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Redaction;

/// <summary>Reads the keys of a <c>redaction</c> processor (collector-contrib/processor/redactionprocessor).</summary>
public sealed class RedactionFactory : IProcessorFactory
{
    /// <inheritdoc/>
    public string Type => "redaction";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        ConfigMap url = map.Map("url_sanitizer");
        IReadOnlyList<string> urlKeys = url.Texts("attributes");
        DbSanitizer? databases = DbReader.Read(map.Map("db_sanitizer"));
        MaskHash hash = map.OneOfAnyCase("hash_function", "", "", "md5", "sha1", "sha3", "hmac-sha256", "hmac-sha512") switch
        {
            "md5" => MaskHash.Md5,
            "sha1" => MaskHash.Sha1,
            "sha3" => MaskHash.Sha3,
            "hmac-sha256" => MaskHash.HmacSha256,
            "hmac-sha512" => MaskHash.HmacSha512,
            _ => MaskHash.None,
        };
        var plan = new RedactionPlan(id)
        {
            AllowAllKeys = map.Flag("allow_all_keys", false),
            AllowedKeys = map.Texts("allowed_keys"),
            IgnoredKeys = map.Texts("ignored_keys"),
            IgnoredKeyPatterns = Patterns(map, "ignored_key_patterns"),
            BlockedKeyPatterns = Patterns(map, "blocked_key_patterns"),
            BlockedValues = Patterns(map, "blocked_values"),
            AllowedValues = Patterns(map, "allowed_values"),
            AllTypes = map.Flag("redact_all_types", false),
            Hash = hash,
            HmacKey = map.Secret("hmac_key"),
            UrlKeys = url.Flag("enabled", false) ? urlKeys : null,
            Databases = databases,
            SanitizesSpanNames = url.Flag("sanitize_span_name", true),
            Summary = map.OneOf("summary", "silent", "silent", "info", "debug", "") switch
            {
                "debug" => SummaryDetail.Debug,
                "info" => SummaryDetail.Info,
                _ => SummaryDetail.Silent,
            },
        };
        CheckHash(map, plan);
        map.Done();
        return plan;
    }

    private static Pattern[] Patterns(ConfigMap map, string key) =>
        [.. map.Texts(key).Select(pattern => PatternReader.Read(map, key, pattern)).OfType<Pattern>()];

    private static void CheckHash(ConfigMap map, RedactionPlan plan)
    {
        int least = plan.Hash switch { MaskHash.HmacSha256 => 32, MaskHash.HmacSha512 => 64, _ => 0 };
        if (Encoding.UTF8.GetByteCount(plan.HmacKey.Secret ?? "") < least)
        {
            map.Error("hmac_key", $"hmac_key must have at least {least} bytes for this hash_function");
        }

        if (plan.Hash == MaskHash.Sha3 && !SHA3_256.IsSupported)
        {
            map.Error("hash_function", "the operating system's OpenSSL has no SHA-3; take md5, sha1, hmac-sha256 or hmac-sha512");
        }
    }
}
