namespace Warifu.Tests.Samples;

/// <summary>Compares bytes with a committed file; <c>GOLDEN=write</c> in the environment accepts them instead.</summary>
internal static class Golden
{
    /// <param name="path">From the root of the repository, with forward slashes.</param>
    public static void Same(string path, byte[] made)
    {
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, made);
        }

        Assert.True(File.Exists(file), $"{path} is missing; GOLDEN=write makes it.");
        Assert.True(made.AsSpan().SequenceEqual(File.ReadAllBytes(file)), $"{path} differs from what is made; GOLDEN=write accepts it.");
    }
}
