using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using HotPath.Core;

namespace HotPath.Testing.Wire;

/// <summary>Random requests for FsCheck, which grow with its size and shrink by dropping list elements and fields.</summary>
public static class OtlpArbitrary
{
    /// <summary>Random requests of one signal.</summary>
    public static Arbitrary<RandomRequest> Of(Signal signal)
    {
        var requests = Gen.Sized(size => Gen.Choose(0, int.MaxValue).Select(seed =>
            new RandomRequest(signal, RandomMessages.Request(signal, new Random(seed), 1 + (size / 20)), seed)));
        return Arb.From(requests, Shrink);
    }

    /// <summary>Random requests with something done to them before they are used: by the request and a random source.</summary>
    public static Arbitrary<RandomRequest> Of(Signal signal, Action<IMessage, Random> season)
    {
        var requests = Of(signal).Generator.Select(request =>
        {
            season(request.Message, new Random(request.Seed));
            return request;
        });
        return Arb.From(requests, Shrink);
    }

    private static IEnumerable<RandomRequest> Shrink(RandomRequest request) =>
        Smaller(request.Message).Select(message => request with { Message = message });

    /// <summary>The message without one list element or field, or with one nested message made smaller.</summary>
    private static IEnumerable<IMessage> Smaller(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsRepeated)
            {
                var count = ((IList)field.Accessor.GetValue(message)).Count;
                for (var i = 0; i < count; i++)
                {
                    var at = i;
                    yield return With(message, copy => ((IList)field.Accessor.GetValue(copy)).RemoveAt(at));
                }

                for (var i = 0; i < count; i++)
                {
                    var at = i;
                    foreach (var smaller in ((IList)field.Accessor.GetValue(message))[i] is IMessage child ? Smaller(child) : [])
                    {
                        yield return With(message, copy => ((IList)field.Accessor.GetValue(copy))[at] = smaller);
                    }
                }
            }
            else if (field.HasPresence && field.Accessor.HasValue(message))
            {
                yield return With(message, field.Accessor.Clear);
                foreach (var smaller in field.Accessor.GetValue(message) is IMessage child ? Smaller(child) : [])
                {
                    yield return With(message, copy => field.Accessor.SetValue(copy, smaller));
                }
            }
        }
    }

    private static IMessage With(IMessage message, Action<IMessage> change)
    {
        var copy = message.Descriptor.Parser.ParseFrom(message.ToByteArray());
        change(copy);
        return copy;
    }
}
