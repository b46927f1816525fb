using System.Text;
using Aftershock.Collecting;
using Aftershock.Recognizing;

namespace Aftershock.Benchmarks;

/// <summary><c>recognize</c>: posts recognized a second by one thread, and how the time of a hostile post grows.</summary>
internal static class RecognizeProgram
{
    private const int Scaled = 400;

    /// <summary>Bodies made to be slow: what a piece of the recognizer looks at again and again, and nothing else.</summary>
    private static readonly (string Name, string Unit)[] s_hostile =
    [
        ("figures with units and currencies", "1,000,000 records $500 12GB 3.5M lines "),
        ("hosts within hosts", "a.b.c.example.com/d.e.f.cn?g=h.i."),
        ("names of fields", "phone, id card, passport, address, email, "),
        ("a name that never ends", "Bank of the "),
        ("digits alone", "1234567890"),
        ("Chinese numbers and phrases", "一千二百万条数据出售身份证手机号"),
        ("dates", "2022-07-01 12.03.2022 July 2022 "),
        ("open brackets", "[quote][code](((\"«「"),
    ];

    public static int Run()
    {
        var recognizer = Recognizer.Load(Board.Rules);
        var posts = Board.Posts(Board.Reconstruction());
        var opening = posts.Where(p => p.Title.Length > 0).ToList();
        Console.WriteLine($"One thread, processor time of the whole process, median (range) of 7 rounds. A post is its title and its body.\n");
        Table.Head("Posts", "Count", "Mean characters", "Posts a second", "Characters a second", "Bytes allocated a post");
        Posts("reconstruction, opening posts and replies", posts, recognizer);
        Posts("reconstruction, opening posts alone", opening, recognizer);
        Posts($"all of them, cut or repeated to {Scaled} characters", [.. posts.Select(Scale)], recognizer);
        Posts($"opening posts, cut or repeated to {Scaled} characters", [.. opening.Select(Scale)], recognizer);

        var usual = (Name: "not hostile: posts of the reconstruction, one after the other", Unit: string.Join('\n', opening.Select(p => p.Body)));
        Console.WriteLine($"\nOne hostile post, milliseconds; a body is recognized up to its character {FoldedText.LongestBody:N0}, so that nothing grows beyond.\n");
        Sizes([.. s_hostile, usual], (unit, size) => Recognizing(recognizer, unit, size));
        Console.WriteLine("\nThe same bodies through the mask of personal data, which reads every character of a body, milliseconds.\n");
        Sizes([.. s_hostile, usual], Masking);
        return 0;
    }

    private static void Posts(string name, List<PostText> posts, Recognizer recognizer)
    {
        var characters = posts.Sum(p => p.Title.Length + p.Body.Length);
        var offers = 0;
        var rounds = Rounds.Of(() =>
        {
            foreach (var post in posts)
            {
                offers += recognizer.Recognize(post).OffersData ? 1 : 0;
            }
        });
        Table.Row(name, Table.Number(posts.Count), Table.Number((double)characters / posts.Count), rounds.Rate(posts.Count), rounds.Rate(characters), Table.Number(rounds.Bytes / posts.Count));
    }

    private static void Sizes(IEnumerable<(string Name, string Unit)> bodies, Func<string, int, double> measure)
    {
        int[] sizes = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
        Table.Head("Body", "1 KB", "10 KB", "100 KB", "1 MB", "10 MB");
        foreach (var (name, unit) in bodies)
        {
            Table.Row([name, .. sizes.Select(size => Table.Number(1000 * measure(unit, size), "0.000"))]);
        }
    }

    private static double Recognizing(Recognizer recognizer, string unit, int size)
    {
        var post = new PostText { Title = "Database for sale", Body = Repeat(unit, size), PostedAt = new DateTimeOffset(2022, 7, 1, 0, 0, 0, TimeSpan.Zero) };
        return Rounds.Of(() => recognizer.Recognize(post), rounds: 3, warmUpSeconds: 0.4).MedianCpu;
    }

    private static double Masking(string unit, int size)
    {
        var body = Repeat(unit, size);
        return Rounds.Of(() => RowMask.Mask(body), rounds: 3, warmUpSeconds: 0.4).MedianCpu;
    }

    /// <summary>The unit again and again, up to a number of characters.</summary>
    private static string Repeat(string unit, int length) =>
        string.Create(length, unit, static (text, unit) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = unit[i % unit.Length];
            }
        });

    /// <summary>The post with title and body of exactly 400 characters together: the body said again, a line each time, or cut.</summary>
    private static PostText Scale(PostText post)
    {
        var title = post.Title[..Math.Min(post.Title.Length, Scaled / 2)];
        var line = post.Body.Length == 0 ? "." : post.Body;
        var body = new StringBuilder(line);
        while (body.Length < Scaled - title.Length)
        {
            body.Append('\n').Append(line);
        }

        body.Length = Scaled - title.Length;
        if (char.IsHighSurrogate(body[^1]))
        {
            body[^1] = '.';
        }

        return post with { Title = title, Body = body.ToString() };
    }
}
