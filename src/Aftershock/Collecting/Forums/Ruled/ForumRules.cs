using System.Text.RegularExpressions;
using Aftershock.Collecting.Html;

namespace Aftershock.Collecting.Forums.Ruled;

/// <summary>How the pages of one forum program are read, as <c>rules/forums/PROGRAM.yaml</c> says.</summary>
internal sealed record ForumRules
{
    /// <summary>As on the command line, such as <c>phpbb</c>.</summary>
    public required string Program { get; init; }

    /// <summary>As people write it, such as "phpBB 3".</summary>
    public required string Title { get; init; }

    /// <summary>What tells that a page is of this program, best first.</summary>
    public required IReadOnlyList<Mark> Marks { get; init; }

    public Addresses Addresses { get; init; } = new();

    /// <summary>Selectors of the whole page.</summary>
    public required Finder PageFinder { get; init; }

    /// <summary>The board's name.</summary>
    public Field Board { get; init; } = Field.None;

    /// <summary>The forum in which a page of a thread, or a list of threads, stands.</summary>
    public Field Forum { get; init; } = Field.None;

    /// <summary>What the board says instead of the page that was asked for.</summary>
    public Field Refusal { get; init; } = Field.None;

    /// <summary>Address of the next page of the same list or thread.</summary>
    public Field Next { get; init; } = Field.None;

    /// <summary>Whether the board's feeds give the author and time of the post that opened a thread, and not of its latest reply.</summary>
    public bool FeedTellsOpenings { get; init; }

    public PostRules? Posts { get; init; }

    public RowRules? Threads { get; init; }

    /// <summary>A front page's newest threads.</summary>
    public RowRules? Latest { get; init; }

    public MemberRules? Members { get; init; }

    public MemberRules? Profile { get; init; }
}

/// <param name="Bytes">ASCII, upper and lower case alike.</param>
/// <param name="Reason">What it is, in words.</param>
internal sealed record Mark(byte[] Bytes, string Reason);

/// <summary>What the board's addresses name: each pattern's first group is the id.</summary>
internal sealed record Addresses
{
    public IReadOnlyList<Regex> Thread { get; init; } = [];

    public IReadOnlyList<Regex> Forum { get; init; } = [];

    public IReadOnlyList<Regex> Member { get; init; } = [];

    /// <summary>How many posts of the thread stand on the pages before.</summary>
    public IReadOnlyList<Regex> Offset { get; init; } = [];

    /// <summary>Which page of the thread it is, from 1.</summary>
    public IReadOnlyList<Regex> Page { get; init; } = [];

    public static string? IdIn(IReadOnlyList<Regex> patterns, string? address)
    {
        if (address is null)
        {
            return null;
        }

        foreach (var pattern in patterns)
        {
            if (pattern.Match(address) is { Success: true } match)
            {
                return match.Groups.Values.Skip(1).FirstOrDefault(g => g.Success)?.Value;
            }
        }

        return null;
    }
}

/// <summary>A page of a thread: where its posts are, and what each one's parts are.</summary>
internal sealed record PostRules
{
    public required Selector Each { get; init; }

    /// <summary>Selectors within a post, outside of its body.</summary>
    public required Finder Finder { get; init; }

    public required Field Id { get; init; }

    /// <summary>Whether the id is told once in each thread only, so that the thread's own stands before it.</summary>
    public bool IdInThread { get; init; }

    public required Selector Body { get; init; }

    /// <summary>What is looked for inside of the body too: its edit note, its hidden parts.</summary>
    public required Finder BodyFinder { get; init; }

    /// <summary>The signature and the like, which no other selector looks into.</summary>
    public Selector? Beside { get; init; }

    /// <summary>Parts of the body that are not the author's words: edit notes, labels of quotes.</summary>
    public Selector? Skip { get; init; }

    /// <summary>Parts of the body that are others' words, besides <c>blockquote</c>.</summary>
    public Selector? Quote { get; init; }

    /// <summary>Images that stand for typed marks, such as <c>:)</c>.</summary>
    public Selector? Smiley { get; init; }

    /// <summary>Attributes that tell a smiley's typed mark, in their order.</summary>
    public IReadOnlyList<string> SmileyAttributes { get; init; } = ["alt"];

    /// <summary>What was typed, by what the attribute says.</summary>
    public IReadOnlyDictionary<string, string> SmileyWords { get; init; } = new Dictionary<string, string>();

    /// <summary>Images, and boxes that tell of a linked page, that the author put in by address; the address stands for them.</summary>
    public Selector? Picture { get; init; }

    public Field Thread { get; init; } = Field.None;

    public Field Title { get; init; } = Field.None;

    public Field Prefix { get; init; } = Field.None;

    public Field Number { get; init; } = Field.None;

    public Field Author { get; init; } = Field.None;

    /// <summary>There only for members, and not for guests and removed accounts.</summary>
    public Field Member { get; init; } = Field.None;

    public Field Joined { get; init; } = Field.None;

    public Field AuthorPosts { get; init; } = Field.None;

    public Field Reputation { get; init; } = Field.None;

    public Field Group { get; init; } = Field.None;

    public Field Date { get; init; } = Field.None;

    public Field Edited { get; init; } = Field.None;

    public Field Attachments { get; init; } = Field.None;

    /// <summary>Files named in the body itself, in any of the ways.</summary>
    public Field AttachmentsInBody { get; init; } = Field.None;

    public Field Reactions { get; init; } = Field.None;

    /// <summary>In the body: text that the board withholds from this visitor.</summary>
    public Field Hidden { get; init; } = Field.None;

    public Field Closed { get; init; } = Field.None;

    public Field Open { get; init; } = Field.None;

    public Field Views { get; init; } = Field.None;

    public Field Replies { get; init; } = Field.None;
}

/// <summary>A list of threads: its rows and their parts.</summary>
internal sealed record RowRules
{
    public required Selector Each { get; init; }

    public required Finder Finder { get; init; }

    public required Field Id { get; init; }

    public required Field Title { get; init; }

    public Field Forum { get; init; } = Field.None;

    public Field Prefix { get; init; } = Field.None;

    public Field Author { get; init; } = Field.None;

    public Field Member { get; init; } = Field.None;

    public Field Date { get; init; } = Field.None;

    public Field Replies { get; init; } = Field.None;

    public Field Views { get; init; } = Field.None;

    public Field Sticky { get; init; } = Field.None;

    public Field Closed { get; init; } = Field.None;

    public Field Moved { get; init; } = Field.None;
}

/// <summary>A list of members, or the profile of one.</summary>
internal sealed record MemberRules
{
    /// <summary>The row of a list, or what only a profile has; a profile's parts are then looked for in the whole page.</summary>
    public required Selector Each { get; init; }

    public required Finder Finder { get; init; }

    public required Field Name { get; init; }

    public Field Joined { get; init; } = Field.None;

    public Field Posts { get; init; } = Field.None;

    public Field Reputation { get; init; } = Field.None;

    public Field Group { get; init; } = Field.None;
}
