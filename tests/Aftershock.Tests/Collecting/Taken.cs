using System.IO.Compression;
using System.Text;
using Aftershock.Collecting;

namespace Aftershock.Tests.Collecting;

/// <summary>What a reader took out of files, with no store behind it; every row of every block accounted for.</summary>
internal sealed record Taken
{
    public List<Post> Posts { get; } = [];

    public List<RawPage> Pages { get; } = [];

    public List<PageContent> Contents { get; } = [];

    public List<string> Faults { get; } = [];

    public List<string> Notes { get; } = [];

    public int Skipped => Contents.Sum(c => c.Skipped);

    public Dictionary<string, int> KeysNotRead => Contents.SelectMany(c => c.KeysNotRead).GroupBy(k => k.Key).ToDictionary(g => g.Key, g => g.Sum(k => k.Value));

    public Post Post(string id) => Posts.Single(p => p.PostId == id);

    public static async Task<Taken> ByAsync(IPageReader reader, Source source, IAsyncEnumerable<Intake> intakes)
    {
        var taken = new Taken();
        await foreach (var intake in intakes)
        {
            if (intake.Warning is { } note)
            {
                taken.Notes.Add($"{note.Place}: {note.Reason}");
            }
            else if (intake.Unreadable is { } unreadable)
            {
                taken.Faults.Add($"{unreadable.Place}: {unreadable.Reason}");
            }
            else
            {
                var content = reader.Read(intake.Page!, new CaptureId(new string('0', 32)), source);
                if (intake.Page!.Rows is { } rows)
                {
                    Assert.Equal(rows, content.Posts.Count + content.Rejections.Count + content.Duplicates + content.Skipped);
                }

                taken.Pages.Add(intake.Page!);
                taken.Contents.Add(content);
                taken.Posts.AddRange(content.Posts);
                taken.Notes.AddRange(content.ToldOnce.Select(n => $"{n.Place}: {n.Reason}"));
                taken.Faults.AddRange(content.Rejections.Select(r => $"{r.Place}: {r.Reason}"));
                if (content.Failure is { } failure)
                {
                    taken.Faults.Add($"{intake.Page!.Origin}: {failure}");
                }
            }
        }

        return taken;
    }
}

/// <summary>A folder for one test's files.</summary>
internal sealed class Files : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aftershock-");

    public string Folder => _folder.FullName;

    public string Write(string name, string content, Encoding? encoding = null) => Write(name, (encoding ?? new UTF8Encoding(false)).GetPreamble().Concat((encoding ?? new UTF8Encoding(false)).GetBytes(content)).ToArray());

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string WriteGzip(string name, string content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }

        return Write(name, packed.ToArray());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
