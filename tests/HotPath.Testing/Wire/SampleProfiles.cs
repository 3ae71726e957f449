namespace HotPath.Testing.Wire;

/// <summary>
/// Export requests of profiles as wire bytes, written field by field, since the messages still change from release to release:
/// <code>
///   ExportProfilesServiceRequest  1: resource_profiles   2: dictionary
///   ResourceProfiles              1: resource  2: scope_profiles  3: schema_url
///   ScopeProfiles                 1: scope     2: profiles        3: schema_url
///   Profile                       1: sample_type  2: samples  3: time_unix_nano  7: profile_id
///   Sample                        1: stack_index  4: values (packed)
///   ProfilesDictionary            5: string_table
/// </code>
/// </summary>
public static class SampleProfiles
{
    /// <summary>One resource block for each count given, of one profile with as many samples; then one dictionary.</summary>
    public static byte[] Request(params ReadOnlySpan<int> samples)
    {
        var request = new WireWriter();
        foreach (int count in samples)
        {
            request.Field(1, ResourceProfiles(Profile(count)));
        }

        byte[] dictionary = new WireWriter().Field(5, []).Field(5, "cpu"u8).Field(5, "nanoseconds"u8).ToArray();
        return request.Field(2, dictionary).ToArray();
    }

    /// <summary>A <c>ResourceProfiles</c> with one scope, which holds one profile.</summary>
    public static byte[] ResourceProfiles(ReadOnlySpan<byte> profile)
    {
        byte[] value = new WireWriter().Field(1, "profiled"u8).ToArray();
        byte[] attribute = new WireWriter().Field(1, "service.name"u8).Field(2, value).ToArray();
        byte[] scope = new WireWriter().Field(1, new WireWriter().Field(1, "profiler"u8).ToArray()).Field(2, profile).ToArray();
        return new WireWriter().Field(1, new WireWriter().Field(1, attribute).ToArray()).Field(2, scope).ToArray();
    }

    private static byte[] Profile(int samples)
    {
        var profile = new WireWriter().Field(1, new WireWriter().Tag(1, 0).Varint(1).Tag(2, 0).Varint(2).ToArray());
        for (int i = 0; i < samples; i++)
        {
            byte[] values = new WireWriter().Varint((ulong)(1000 + i)).ToArray();
            profile.Field(2, new WireWriter().Tag(1, 0).Varint((ulong)i).Field(4, values).ToArray());
        }

        return profile.Tag(3, 1).Raw(1, 2, 3, 4, 5, 6, 7, 8).Field(7, new byte[16]).ToArray();
    }
}
