using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;

namespace HotPath.Components.Tests.Processors.ProbabilisticSampler;

/// <summary>The sampler on objects, slow and plain. Thresholds and randomness are numbers of 56 bits.</summary>
internal sealed record SamplerModel(string Mode, float Percentage, uint Seed, bool FailClosed, int Precision, string From, string Priority)
{
    private const ulong All = (1UL << 56) - 1;
    private const ulong Never = 1UL << 56;

    private bool IsNever => Percentage == 0 || (Mode == "hash_seed" && (uint)(Percentage * 163.84f) == 0);

    public bool Keeps(Testing.Otlp.Trace.Span span)
    {
        var state = new TraceStateModel(span.TraceState);
        bool mayWrite = !state.IsBroken || IsNever;
        ulong? source = Source(span.TraceId);
        bool isFault = state.IsBroken;
        if (!IsNever && Mode == "hash_seed")
        {
            bool isInUse = state.Randomness.Length + state.Threshold.Length > 0;
            isFault |= isInUse;
            mayWrite &= !isInUse;
            state.Randomness = mayWrite ? Hex(source ?? All) : state.Randomness;
        }
        else if (!IsNever)
        {
            source = state.IsBroken ? null : state.Randomness.Length > 0 ? Number(state.Randomness) : source;
        }

        ulong randomness = IsNever ? All : source ?? All;
        if (!isFault && !IsNever && source is null)
        {
            isFault = true;
        }
        else if (!isFault && state.Threshold.Length > 0 && Number(state.Threshold) > randomness)
        {
            isFault = true;
            state.Threshold = "";
        }

        ulong threshold = isFault ? FailClosed ? Never : 0 : Threshold(state.Threshold);
        AnyValue? priority = span.Attributes.FirstOrDefault(a => a.Key == "sampling.priority")?.Value;
        double number = priority?.ValueCase switch
        {
            AnyValue.ValueOneofCase.IntValue => priority.IntValue,
            AnyValue.ValueOneofCase.DoubleValue => priority.DoubleValue,
            AnyValue.ValueOneofCase.StringValue when double.TryParse(
                priority.StringValue,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out double text) => text,
            _ => -1,
        };
        threshold = number == 0 ? Never : number > 0 ? 0 : threshold;
        bool isKept = threshold <= randomness;
        if (isKept && mayWrite)
        {
            bool stays = state.Threshold.Length > 0 && Number(state.Threshold) > threshold;
            state.Threshold = stays ? state.Threshold : Written(threshold);
            span.TraceState = state.ToString();
        }

        return isKept;
    }

    public bool Keeps(LogRecord record)
    {
        string th = Text(record, "sampling.threshold");
        string rv = Text(record, "sampling.randomness");
        bool isBroken = (th.Length > 0 && !TraceStateModel.IsHex(th, 1)) || (rv.Length > 0 && !TraceStateModel.IsHex(rv, 14));
        bool mayWrite = !isBroken || IsNever;
        bool isFault = isBroken;
        ulong? source = Source(record.TraceId);
        if (!IsNever && Mode == "hash_seed")
        {
            byte[]? hashed = From.Length > 0 && Find(record, From)?.Value is { } value ? Bytes(value) : null;
            source ??= hashed is { Length: > 0 } ? Hash(hashed) : null;
            isFault |= rv.Length + th.Length > 0;
            mayWrite &= !isFault;
        }
        else if (!IsNever)
        {
            source = isBroken ? null : rv.Length > 0 ? Number(rv) : source;
        }

        ulong randomness = IsNever ? All : source ?? All;
        bool clears = !isFault && th.Length > 0 && (IsNever || source is not null) && Number(th) > randomness;
        isFault |= clears || (!IsNever && source is null);
        ulong threshold = isFault ? FailClosed ? Never : 0 : Threshold(th);
        if (Priority.Length > 0 && Find(record, Priority)?.Value is { } own)
        {
            double percentage = own.HasDoubleValue ? own.DoubleValue : own.HasIntValue ? own.IntValue : 0;
            threshold = percentage / 100 is >= 1.0 / Never and <= 1 ? Of(percentage / 100) : threshold;
        }

        bool isKept = threshold <= randomness;
        if (isKept && mayWrite)
        {
            if (!IsNever && Mode == "hash_seed" && source is not null)
            {
                Upsert(record, "sampling.randomness", Hex(randomness));
            }

            if (clears)
            {
                record.Attributes.Remove(Find(record, "sampling.threshold"));
            }

            if (clears || th.Length == 0 || isBroken && !TraceStateModel.IsHex(th, 1) || Number(th) <= threshold)
            {
                Upsert(record, "sampling.threshold", Written(threshold));
            }
        }

        return isKept;
    }

    private static KeyValue? Find(LogRecord record, string key) => record.Attributes.FirstOrDefault(a => a.Key == key);

    private static string Text(LogRecord record, string key) => Find(record, key)?.Value?.StringValue ?? "";

    private static byte[] Bytes(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.BytesValue => value.BytesValue.ToByteArray(),
        AnyValue.ValueOneofCase.IntValue => System.Text.Encoding.UTF8.GetBytes(value.IntValue.ToString(CultureInfo.InvariantCulture)),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true"u8.ToArray() : "false"u8.ToArray(),
        _ => System.Text.Encoding.UTF8.GetBytes(value.StringValue),
    };

    private static void Upsert(LogRecord record, string key, string text)
    {
        if (Find(record, key) is { } found)
        {
            found.Value = new AnyValue { StringValue = text };
        }
        else
        {
            record.Attributes.Add(new KeyValue { Key = key, Value = new AnyValue { StringValue = text } });
        }
    }

    private static string Hex(ulong number) => number.ToString("x14", CultureInfo.InvariantCulture);

    private static string Written(ulong threshold) => threshold == 0 ? "0" : threshold == Never ? "" : Hex(threshold).TrimEnd('0');

    private static ulong Number(string hex) => ulong.Parse(hex.PadRight(14, '0'), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private ulong? Source(ByteString traceId) => traceId.All(b => b == 0) ? null
        : Mode == "hash_seed" ? Hash(traceId.ToByteArray()) : (ulong)(new BigInteger(traceId.Span, true, true) & All);

    private ulong Hash(byte[] bytes)
    {
        uint hash = bytes.Aggregate(BitConverter.GetBytes(Seed).Aggregate(2166136261u, Fnv), Fnv);
        ulong high = hash >> 18;
        return ((0x3FFFu - (hash & 0x3FFFul)) << 42) | ((high ^ (high << 10)) << 14) | (hash & 0x3FFF);
    }

    private static uint Fnv(uint hash, byte piece) => (hash ^ piece) * 16777619;

    private ulong Threshold(string arriving)
    {
        double ratio = (double)Percentage / 100;
        double before = arriving.Length == 0 ? 1 : (double)(Never - Number(arriving)) / Never;
        return IsNever ? Never
            : Mode == "hash_seed" ? (0x4000ul - (uint)(Percentage * 163.84f)) << 42
            : Mode == "equalizing" ? Math.Max(Of(ratio), arriving.Length == 0 ? 0 : Number(arriving))
            : before * ratio < 1.0 / Never ? Never
            : Of(before * ratio);
    }

    private ulong Of(double probability)
    {
        int digits = Math.Min(14, Precision + Math.Max(Leading(probability), Leading(1 - probability)));
        var exact = (BigInteger)(Never - (ulong)Math.Round(probability * Never, MidpointRounding.AwayFromZero));
        BigInteger step = BigInteger.Pow(16, 14 - digits);
        return probability == 1 ? 0 : (ulong)((exact + (step / 2)) / step * step);
    }

    private static int Leading(double fraction)
    {
        int digits = 0;
        for (; fraction > 0 && fraction * 16 < 1; fraction *= 16)
        {
            digits++;
        }

        return digits;
    }
}
