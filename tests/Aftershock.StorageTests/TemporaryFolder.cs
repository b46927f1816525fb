namespace Aftershock.StorageTests;

/// <summary>A folder that is gone after the test. It is not made: that is for what is tested to do.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        var made = Directory.CreateTempSubdirectory("aftershock-");
        made.Delete();
        Path = made.FullName;
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
