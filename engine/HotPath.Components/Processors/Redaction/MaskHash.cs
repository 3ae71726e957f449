namespace HotPath.Components.Processors.Redaction;

/// <summary>What takes the place of a masked text.</summary>
internal enum MaskHash
{
    /// <summary>Four asterisks.</summary>
    None,

    /// <summary>Its MD5, as lower-case hex.</summary>
    Md5,

    /// <summary>Its SHA-1.</summary>
    Sha1,

    /// <summary>Its SHA3-256.</summary>
    Sha3,

    /// <summary>Its HMAC-SHA-256 under <c>hmac_key</c>.</summary>
    HmacSha256,

    /// <summary>Its HMAC-SHA-512 under <c>hmac_key</c>.</summary>
    HmacSha512,
}
