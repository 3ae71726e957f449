using System.Text;
using HotPath.Core.Json;
using HotPath.Core.Wire;
using HotPath.Testing.Json;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

public sealed class FieldNamesTests : IDisposable
{
    private const string Behind = "\":0 and what follows, as much as a wide load takes";

    private static readonly FieldKind[] Messages =
        [.. Enum.GetValues<FieldKind>().Where(kind => (int)kind < OtlpSchema.Kinds && JsonSchema.FieldsOf(kind).Length > 0)];

    private readonly GuardedBuffer _guarded = new(4096);

    [Fact]
    public void Find_EveryName_IsItsField()
    {
        Messages.Length.ShouldBeGreaterThan(30);
        foreach (var message in Messages)
        {
            foreach (var field in JsonSchema.FieldsOf(message))
            {
                Find(message, field.CamelName, Behind).ShouldBe(field.Number);
                Find(message, field.SnakeName, Behind).ShouldBe(field.Number);
                Find(message, field.SnakeName, "").ShouldBe(field.Number);
            }
        }
    }

    [Fact]
    public void Find_OtherNames_AreNone()
    {
        var random = new Random(3);
        var names = Messages.SelectMany(JsonSchema.FieldsOf).SelectMany(field => new[] { field.CamelName, field.SnakeName }).ToArray();
        for (var i = 0; i < 30_000; i++)
        {
            var name = names[random.Next(names.Length)].ToArray();
            name = random.Next(4) switch
            {
                0 => name[..random.Next(name.Length)],
                1 => [.. name, .. names[random.Next(names.Length)]],
                2 => [.. name, .. new byte[random.Next(3) * 128], (byte)random.Next(' ', 256)],
                _ => name,
            };
            if (name.Length > 0 && random.Next(2) == 0)
            {
                name[random.Next(name.Length)] = (byte)random.Next(' ', 256);
            }

            name.AsSpan().Replace((byte)0, (byte)'x');
            var message = Messages[random.Next(Messages.Length)];
            Find(message, name, random.Next(2) == 0 ? "" : Behind)
                .ShouldBe(JsonSchema.NamesOf(message).FindPlain(name)?.Number ?? 0, Encoding.Latin1.GetString(name));
        }
    }

    public void Dispose() => _guarded.Dispose();

    private int Find(FieldKind message, byte[] name, string behind) =>
        JsonPieces.Find((int)message, _guarded.Place([.. name, .. Encoding.ASCII.GetBytes(behind)]), name.Length);
}
