using System.Security.Cryptography;
using System.Text;
using HotPath.Components.Extensions.BasicAuth;
using HotPath.Testing.Hashing;

namespace HotPath.Components.Tests.Extensions.BasicAuth;

/// <summary>Every way in which <c>htpasswd</c> keeps a password, against public vectors and other implementations.</summary>
public sealed class PasswordHashTests
{
    /// <summary>Public vectors of bcrypt (Openwall's crypt_blowfish and others), of apr1 (made by openssl passwd), and of SHA-1.</summary>
    public static TheoryData<string, string> Vectors { get; } = new()
    {
        { "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U" },
        { "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", "U*U*" },
        { "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a", "U*U*U" },
        { "$2y$05$bWBMg3oUStnhfy5rFvoyreviPySU6hvEmBub5wIlM/D.c5FeYJQ6O", "bar" },
        { "$2b$08$hQbZuw.cHsECArUAP9mOjehaJxTG9NMJfioQIHcbC0YyXpVybhoQa", "bar" },
        { "$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/", "secret" },
        { "$apr1$abcdefgh$QbZ0ppTgOibs1bonQ0TAh.", "aVeryLongPasswordThatIsMoreThanSixteenBytes" },
        { "$apr1$abcdefgh$030j6I3f1zNCF9tihqdd11", "pässwörd" },
        { "$apr1$x$emfkPELvvteF79VFFM8Tw1", "myPassword" },
        { "{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE=", "myPassword" },
        { "as-it-is", "as-it-is" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Hash_OfTheVectors_MatchesThePasswordAndNoOther(string hash, string password)
    {
        PasswordHash parsed = PasswordHash.Parse(hash, out string? fault).ShouldNotBeNull(fault);

        parsed.Matches(Encoding.UTF8.GetBytes(password)).ShouldBeTrue();
        parsed.Matches(Encoding.UTF8.GetBytes(password + "x")).ShouldBeFalse();
        parsed.Matches(Encoding.UTF8.GetBytes(password[1..])).ShouldBeFalse();
        parsed.Matches([]).ShouldBeFalse();
    }

    [Fact]
    public void Bcrypt_OfAnyPassword_IsWhatTheSystemsLibrarySays()
    {
        var random = new Random(7);
        for (int length = 0; length <= 80; length += 4)
        {
            string password = string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('!', '~')));
            string salt = string.Concat(Enumerable.Range(0, 21).Select(_ => (char)random.Next('A', 'Z' + 1))) + "u";
            string hash = LibCrypt.Crypt(password, $"$2b$04${salt}");

            hash.Length.ShouldBe(60, "the system's library knows bcrypt");
            PasswordHash.Parse(hash, out _).ShouldNotBeNull().Matches(Encoding.UTF8.GetBytes(password)).ShouldBeTrue(password);
        }
    }

    [Fact]
    public void SaltedSha_Matches()
    {
        byte[] salt = [1, 2, 3, 4];
#pragma warning disable CA5350 // The format's.
        byte[] hash = SHA1.HashData([.. "pw"u8, .. salt]);
#pragma warning restore CA5350

        PasswordHash parsed = PasswordHash.Parse("{SSHA}" + Convert.ToBase64String([.. hash, .. salt]), out _).ShouldNotBeNull();
        parsed.Matches("pw"u8).ShouldBeTrue();
        parsed.Matches("pv"u8).ShouldBeFalse();
    }

    [Theory]
    [InlineData("$1$salt$hash", "is hashed in a way that is not built in HotPath: use bcrypt (htpasswd -B), or {SHA}, {SSHA}, $apr1$")]
    [InlineData("$5$salt$hash", "is hashed in a way that is not built in HotPath: use bcrypt (htpasswd -B), or {SHA}, {SSHA}, $apr1$")]
    [InlineData("$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e", "is hashed in a way that is not built in "
        + "HotPath: use bcrypt (htpasswd -B), or {SHA}, {SSHA}, $apr1$")]
    [InlineData("$2y$05$short", "is malformed: make it anew with htpasswd -B")]
    [InlineData("$2y$03$bWBMg3oUStnhfy5rFvoyreviPySU6hvEmBub5wIlM/D.c5FeYJQ6O", "is malformed: make it anew with htpasswd -B")]
    [InlineData("$2y$16$bWBMg3oUStnhfy5rFvoyreviPySU6hvEmBub5wIlM/D.c5FeYJQ6O", "has bcrypt's cost 16, and each check would "
        + "take far too long: make it anew with a cost of at most 15")]
    [InlineData("$apr1$saltsaltsalt$h", "is malformed: make it anew with htpasswd -B")]
    [InlineData("{SHA}xx", "is malformed: make it anew with htpasswd -B")]
    [InlineData("", "is malformed: make it anew with htpasswd -B")]
    public void Hash_ThatIsNotTaken_IsRefusedByName(string hash, string why)
    {
        PasswordHash.Parse(hash, out string? fault).ShouldBeNull();
        fault.ShouldBe(why);
    }

    /// <summary>The first digits of π behind the point, in base 16: 243F6A88 85A308D3…</summary>
    [Fact]
    public void PiDigits_BeginAndEndAsBlowfishKnowsThem()
    {
        uint[] words = PiDigits.Words(18 + 1024);

        words[..4].ShouldBe([0x243F6A88u, 0x85A308D3u, 0x13198A2Eu, 0x03707344u]);
        words[^1].ShouldBe(0x3AC372E6u);
    }
}
